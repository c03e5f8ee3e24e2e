import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type ObservationOrigin, ObservationOriginRepository, type OriginWindow, type PayloadFacts } from './observation-origin.repository.js';
import { RawPayloadRepository } from './raw-payload.repository.js';

export type { ObservationOrigin, PayloadFacts };

/** Answers neighbours where prices came from, down to the bytes. */
@Injectable()
export class ObservationOrigins {
  constructor(
    private readonly origins: ObservationOriginRepository,
    private readonly payloads: RawPayloadRepository,
  ) {}

  /** The prices of one printing as its series had them, newest first, at most `limit` of the `count` there are. */
  originsOf(printingId: number, window: OriginWindow): Promise<{ rows: ObservationOrigin[]; count: number }> {
    return this.origins.originsOf(printingId, window);
  }

  /** The hash of a payload's bytes as they lie there now. Reads them a chunk at a time: a payload may be a large file. */
  async hashOfBytes(payloadId: number): Promise<string> {
    const hash = createHash('sha256');
    for await (const bytes of this.payloads.chunksOf(payloadId)) hash.update(bytes);
    return hash.digest('hex');
  }
}
