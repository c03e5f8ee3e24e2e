import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import type { RejectedLine } from './quote-batch.js';

const KEPT_BYTES = 4096;
const BATCH_ROWS = 5_000;

export interface QuarantineScope {
  readonly sourceId: number;
  readonly gameId: number;
  readonly rawPayloadId: number | null;
  readonly recordedAt: Date;
}

/** Quotes that were not accepted. */
@Injectable()
export class QuarantineRepository {
  /** Keeps the lines, in the runner's transaction. A line that is there for the same reason is not kept twice. */
  async add(runner: QueryRunner, lines: readonly RejectedLine[], scope: QuarantineScope): Promise<void> {
    for (let at = 0; at < lines.length; at += BATCH_ROWS) {
      const some = lines.slice(at, at + BATCH_ROWS);
      await runner.query(
        `INSERT INTO quarantine (source_id, game_id, raw_payload_id, recorded_at, line_number, reason, detail, raw, raw_digest)
         SELECT $1, $2, $3, $4, line.* FROM unnest($5::int[], $6::text[], $7::text[], $8::text[], $9::text[]) AS line
         ON CONFLICT (source_id, game_id, raw_digest, reason) DO NOTHING`,
        [
          scope.sourceId, scope.gameId, scope.rawPayloadId, scope.recordedAt,
          some.map((line) => line.lineNumber), some.map((line) => line.reason), some.map((line) => line.detail),
          some.map((line) => rawText(line.raw)), some.map((line) => digestOf(line.raw)),
        ],
      );
    }
  }
}

/** The line as text, at most 4 kB of it; bytes that are no text show as the replacement character. */
export function rawText(raw: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw.subarray(0, KEPT_BYTES)).replaceAll('\0', '\uFFFD');
}

function digestOf(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex').slice(0, 32);
}
