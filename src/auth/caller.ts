import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiKeyVerifier } from './api-key-verifier.js';
import type { ApiKey } from './domain/api-key.js';

/** Who sent a request. Two guards ask; the key is looked up once. */
@Injectable()
export class Callers {
  private readonly keys = new WeakMap<FastifyRequest, Promise<ApiKey | undefined>>();

  constructor(private readonly verifier: ApiKeyVerifier) {}

  /** The key text a request presents: `X-API-Key`, or `Authorization: Bearer`. */
  presented(request: Pick<FastifyRequest, 'headers'>): string | undefined {
    const header = request.headers['x-api-key'];
    if (typeof header === 'string' && header !== '') return header;
    return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  }

  /** The usable key behind a request. */
  async keyOf(request: FastifyRequest): Promise<ApiKey | undefined> {
    let key = this.keys.get(request);
    if (!key) {
      const text = this.presented(request);
      key = text === undefined ? Promise.resolve(undefined) : this.verifier.verify(text);
      this.keys.set(request, key);
    }
    return key;
  }

  /** Whether the request's key was a good one lately; see {@link ApiKeyVerifier.wasGood}. */
  isKnown(request: FastifyRequest): boolean {
    const text = this.presented(request);
    return text !== undefined && this.verifier.wasGood(text);
  }
}
