import { Body, Controller, Delete, Get, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Endpoint, Idempotent } from '../../http/index.js';
import { ApiKeyIssuer, type IssuedKey } from '../api-key-issuer.js';
import { ApiKeyVerifier } from '../api-key-verifier.js';
import { Callers } from '../caller.js';
import { ChangeKeyRequest, CreateKeyRequest, KeyAnswer, KeyListAnswer, KeyPath, NewKeyAnswer, RotateKeyRequest, toKeyAnswer, toLimits } from './api-key.dto.js';

const NO_KEY = 'There is no such key';

@ApiTags('admin')
@Controller('v1/admin/api-keys')
export class ApiKeyController {
  constructor(
    private readonly issuer: ApiKeyIssuer,
    private readonly verifier: ApiKeyVerifier,
    private readonly callers: Callers,
  ) {}

  @Get()
  @Endpoint({ summary: 'All keys, without their secrets', scope: 'admin', response: KeyListAnswer })
  async listKeys(): Promise<KeyListAnswer> {
    return { items: (await this.issuer.list()).map(toKeyAnswer) };
  }

  @Get(':id')
  @Endpoint({ summary: 'One key, without its secret', scope: 'admin', response: KeyAnswer, problems: { 404: NO_KEY } })
  async showKey(@Param() path: KeyPath): Promise<KeyAnswer> {
    return toKeyAnswer(await this.issuer.find(path.id));
  }

  @Post()
  @Idempotent()
  @Endpoint({ summary: 'Makes a key; its text is shown this once', scope: 'admin', response: NewKeyAnswer, status: 201, problems: { 422: 'The key would have expired already' } })
  async createKey(@Body() body: CreateKeyRequest, @Req() request: FastifyRequest): Promise<NewKeyAnswer> {
    const { name, account, scopes, expires_at: expiresAt = null, allowed_networks: allowedNetworks = [] } = body;
    const limits = { requestsPerMinute: null, requestsPerDay: null, ...toLimits(body) };
    return toNewKeyAnswer(await this.issuer.issue({ name, account, scopes, expiresAt, allowedNetworks, limits }, await this.callers.keyOf(request)));
  }

  @Patch(':id')
  @Endpoint({
    summary: 'Changes what a key is called, how often and from where it may be used, and when it ends',
    description: 'What is not named stays. Every process knows within a second.',
    scope: 'admin',
    response: KeyAnswer,
    problems: { 404: NO_KEY, 409: 'The key is revoked', 422: 'The key would have expired already' },
  })
  async changeKey(@Param() path: KeyPath, @Body() body: ChangeKeyRequest): Promise<KeyAnswer> {
    const key = await this.issuer.change(path.id, {
      limits: toLimits(body),
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.allowed_networks === undefined ? {} : { allowedNetworks: body.allowed_networks }),
      ...(body.expires_at === undefined ? {} : { expiresAt: body.expires_at }),
    });
    this.verifier.forget();
    return toKeyAnswer(key);
  }

  @Post(':id/rotate')
  @Idempotent()
  @Endpoint({
    summary: 'Makes a key that may do the same, shown this once; the old one ends when the overlap is over',
    description: 'A key with an expiry gets a successor that lives as long as it was made to live.',
    scope: 'admin',
    response: NewKeyAnswer,
    status: 201,
    problems: { 404: NO_KEY, 409: 'The key is expired, revoked or rotated already' },
  })
  async rotateKey(@Param() path: KeyPath, @Body() body: RotateKeyRequest, @Req() request: FastifyRequest): Promise<NewKeyAnswer> {
    const issued = await this.issuer.rotate(path.id, body.overlap_hours, await this.callers.keyOf(request));
    this.verifier.forget();
    return toNewKeyAnswer(issued);
  }

  @Delete(':id')
  @Endpoint({ summary: 'Revokes a key: it stops working within a second, everywhere', scope: 'admin', response: KeyAnswer, problems: { 404: NO_KEY } })
  async revokeKey(@Param() path: KeyPath): Promise<KeyAnswer> {
    const key = await this.issuer.revoke(path.id);
    this.verifier.forget();
    return toKeyAnswer(key);
  }
}

function toNewKeyAnswer({ key, text }: IssuedKey): NewKeyAnswer {
  return { ...toKeyAnswer(key), key: text };
}
