import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { type ClientGiver, OUTBOUND_CLIENTS, type OutboundClient } from '../outbound/index.js';
import { BadData, ConfigError } from '../shared/errors.js';
import { objectPath } from './domain/dvc-objects.js';
import { basicHeader, TRACKING_LIMITS } from './tracking-calls.js';

const TIMEOUT_MS = 300_000;

/** A DVC remote behind HTTP. */
@Injectable()
export class DvcHttpRemote {
  private readonly client: OutboundClient | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OUTBOUND_CLIENTS) clients: ClientGiver,
  ) {
    const { remoteUrl } = config.tracking.dvc;
    this.client = remoteUrl?.startsWith('http') ? clients.for({ service: 'dvc', limits: TRACKING_LIMITS, headers: authorization(config.tracking.dvc) }) : undefined;
  }

  /** The bytes of an object; undefined where it is not there, or has more than `sizeBytes` bytes. */
  async read(hash: string, sizeBytes: number): Promise<Uint8Array | undefined> {
    try {
      const { status, body } = await this.connected().request({ url: this.urlOf(hash), timeoutMs: TIMEOUT_MS, maxBytes: Math.max(sizeBytes, 1) });
      return status === 404 ? undefined : body;
    } catch (error) {
      if (error instanceof BadData) return undefined;
      throw error;
    }
  }

  /** The same bytes under the same name once more do no harm. */
  async write(hash: string, bytes: Uint8Array): Promise<void> {
    const { method } = this.config.tracking.dvc;
    const headers = { 'content-type': 'application/octet-stream' };
    const { status } = await this.connected().request({ url: this.urlOf(hash), method, body: bytes, headers, isRepeatable: true, timeoutMs: TIMEOUT_MS });
    if (status === 404) throw new ConfigError(`The DVC remote answers 404 to an upload. Check DVC_REMOTE_URL, and whether it wants DVC_REMOTE_METHOD=${method === 'POST' ? 'PUT' : 'POST'}.`);
  }

  private urlOf(hash: string): string {
    return `${(this.config.tracking.dvc.remoteUrl ?? '').replace(/\/+$/, '')}/${objectPath(hash)}`;
  }

  private connected(): OutboundClient {
    if (!this.client) throw new ConfigError('There is no client for the DVC remote: DVC_REMOTE_URL is no http(s) address, or this build cannot call out.');
    return this.client;
  }
}

function authorization({ user, password }: Config['tracking']['dvc']): Record<string, string> {
  if (user !== undefined) return { authorization: basicHeader(user, password ?? '') };
  return password === undefined ? {} : { authorization: password };
}
