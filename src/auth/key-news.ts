import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DatabaseNews } from '../database/index.js';
import { API_KEYS_CHANGED } from './api-key.repository.js';
import { ApiKeyVerifier } from './api-key-verifier.js';

/** Has this process forget its keys when any process has changed one. */
@Injectable()
export class KeyNews implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly news: DatabaseNews,
    private readonly verifier: ApiKeyVerifier,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // The command line lets nobody in.
    if (this.host.httpAdapter?.getType() === 'fastify') await this.news.subscribe(API_KEYS_CHANGED, () => this.verifier.forget());
  }
}
