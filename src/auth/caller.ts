import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Bug } from '../shared/errors.js';
import { ApiKeyVerifier, type VerifiedKey } from './api-key-verifier.js';
import type { ApiKey } from './domain/api-key.js';
import { CSRF_HEADER, needsCsrfToken, sessionTokenIn } from './domain/session.js';
import { isCsrfTokenOf, Sessions } from './sessions.js';

/** Who sent a request. Two guards ask; the key is looked up once. */
@Injectable()
export class Callers {
  private readonly keys = new WeakMap<FastifyRequest, Promise<VerifiedKey | undefined>>();

  constructor(
    private readonly verifier: ApiKeyVerifier,
    private readonly sessions: Sessions,
  ) {}

  /** The key text a request presents: `X-API-Key`, or `Authorization: Bearer`. */
  presented(request: Pick<FastifyRequest, 'headers'>): string | undefined {
    const header = request.headers['x-api-key'];
    if (typeof header === 'string' && header !== '') return header;
    return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  }

  /** The token of the session that a request is sent in; undefined where it shows a key, which goes before. */
  sessionToken(request: Pick<FastifyRequest, 'headers'>): string | undefined {
    return this.presented(request) === undefined ? sessionTokenIn(request.headers.cookie) : undefined;
  }

  /** The usable key behind a request; undefined too where it comes from an address its key may not be used from. */
  async keyOf(request: FastifyRequest): Promise<ApiKey | undefined> {
    const key = await this.verified(request);
    if (key === undefined || !isFromAllowedAddress(key, request)) return undefined;
    request.countedKeyId = key.id;
    return key;
  }

  /** Whose data a request is about. Only for routes that ask for a key. */
  async accountOf(request: FastifyRequest): Promise<string> {
    const key = await this.keyOf(request);
    if (key === undefined) throw new Bug('A route that asked for no key asked for its account.');
    return key.account;
  }

  /** Whether a request shows a usable key at an address that the key may not be used from. */
  async isElsewhere(request: FastifyRequest): Promise<boolean> {
    const key = await this.verified(request);
    return key !== undefined && !isFromAllowedAddress(key, request);
  }

  /**
   * Whether a request may have been sent by a page of somebody else: it would change something, it is let in for a cookie, which browsers send
   * by themselves, and it does not show that it knows what only our own page was told.
   */
  isForged(request: FastifyRequest): boolean {
    const token = this.sessionToken(request);
    if (token === undefined || !needsCsrfToken(request.method)) return false;
    const shown = request.headers[CSRF_HEADER];
    return !isCsrfTokenOf(token, typeof shown === 'string' ? shown : undefined);
  }

  /** Whether the request's key was a good one lately; see {@link ApiKeyVerifier.wasGood}. */
  isKnown(request: FastifyRequest): boolean {
    const text = this.presented(request);
    if (text !== undefined) return this.verifier.wasGood(text);
    const token = this.sessionToken(request);
    return token !== undefined && this.sessions.wasGood(token);
  }

  private verified(request: FastifyRequest): Promise<VerifiedKey | undefined> {
    let key = this.keys.get(request);
    if (!key) {
      key = this.lookUp(request);
      this.keys.set(request, key);
    }
    return key;
  }

  private async lookUp(request: FastifyRequest): Promise<VerifiedKey | undefined> {
    const text = this.presented(request);
    if (text !== undefined) return this.verifier.verify(text);
    const token = this.sessionToken(request);
    return token === undefined ? undefined : (await this.sessions.find(token))?.key;
  }
}

export function isFromAllowedAddress({ networks }: VerifiedKey, request: FastifyRequest): boolean {
  return networks === undefined || networks.allows(request.ip);
}
