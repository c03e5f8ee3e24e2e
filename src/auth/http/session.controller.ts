import { Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Endpoint } from '../../http/index.js';
import { CLOCK, type Clock } from '../../shared/clock.js';
import { Conflict, NotFound } from '../../shared/errors.js';
import { Callers } from '../caller.js';
import type { ApiKey } from '../domain/api-key.js';
import { noSessionCookie, sessionCookie } from '../domain/session.js';
import { csrfTokenOf, Sessions } from '../sessions.js';
import { SessionAnswer, SessionClosedAnswer, toSessionAnswer } from './session.dto.js';

const MS_PER_SECOND = 1_000;

@ApiTags('session')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly callers: Callers,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Gives a browser a cookie for a key, so that no page has to keep the key',
    description: 'The cookie is out of reach of scripts and of other sites. A session can do what its key can, and ends when the key ends.',
    status: 201,
    response: SessionAnswer,
    problems: { 409: 'There is a session already: the call showed its cookie and no key' },
  })
  async openSession(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionAnswer> {
    if (this.callers.sessionToken(request) !== undefined) throw new Conflict('This is a session already. To open another, send the key as X-API-Key.');
    const key = await this.keyOf(request);
    const { token, expiresAt } = await this.sessions.open(key);
    const seconds = (expiresAt.getTime() - this.clock.now().getTime()) / MS_PER_SECOND;
    void reply.header('set-cookie', sessionCookie(token, seconds, request.protocol === 'https'));
    return toSessionAnswer(key, csrfTokenOf(token), expiresAt);
  }

  @Get()
  @Endpoint({ summary: 'Who asks, and what they may do', description: 'Of a session with its `csrf_token`, of a key without.', response: SessionAnswer })
  async showSession(@Req() request: FastifyRequest): Promise<SessionAnswer> {
    const key = await this.keyOf(request);
    const token = this.callers.sessionToken(request);
    const session = token === undefined ? undefined : await this.sessions.find(token);
    return token === undefined || session === undefined ? toSessionAnswer(key, null, key.expiresAt) : toSessionAnswer(key, csrfTokenOf(token), session.expiresAt);
  }

  @Delete()
  @Endpoint({ summary: 'Ends the session, and has the browser forget it', response: SessionClosedAnswer, problems: { 404: 'The call showed a key: there is no session to end' } })
  async closeSession(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionClosedAnswer> {
    const token = this.callers.sessionToken(request);
    if (token === undefined) throw new NotFound('There is no session to end: the call showed a key, which DELETE /v1/admin/api-keys/{id} revokes.');
    await this.sessions.close(token);
    void reply.header('set-cookie', noSessionCookie(request.protocol === 'https'));
    return { is_closed: true };
  }

  private async keyOf(request: FastifyRequest): Promise<ApiKey> {
    const key = await this.callers.keyOf(request);
    // The guard let nobody else in; the key may have ended since.
    if (key === undefined) throw new Conflict('The key has just ended.');
    return key;
  }
}
