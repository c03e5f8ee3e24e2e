import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/index.js';

export interface NewPayload {
  readonly sourceId: number;
  readonly contentHash: string;
  readonly name: string;
  readonly byteCount: number;
  readonly recordedAt: Date;
}

/** Bytes as sources sent them, by content. */
@Injectable()
export class RawPayloadRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Stores the bytes unless the same bytes are there, all in one transaction. Returns the payload's id. */
  async store(payload: NewPayload, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<number> {
    const there = await this.idOf(payload.contentHash);
    if (there !== undefined) return there;
    return inTransaction(this.dataSource, async (runner) => {
      const [row] = (await runner.query(
        `INSERT INTO raw_payload (source_id, content_hash, name, byte_count, recorded_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (content_hash) DO NOTHING RETURNING id`,
        [payload.sourceId, payload.contentHash, payload.name, payload.byteCount, payload.recordedAt],
      )) as { id: number }[];
      if (!row) return (await this.idOf(payload.contentHash)) as number;
      let chunkNumber = 0;
      for await (const bytes of chunks) {
        await runner.query('INSERT INTO raw_payload_chunk (raw_payload_id, chunk_number, bytes) VALUES ($1, $2, $3)', [row.id, chunkNumber++, bytes]);
      }
      return row.id;
    });
  }

  async idOf(contentHash: string): Promise<number | undefined> {
    const [row] = await this.dataSource.query('SELECT id FROM raw_payload WHERE content_hash = $1', [contentHash]);
    return row?.id;
  }

  /** The bytes of a payload in order, a chunk at a time. */
  async *chunksOf(id: number): AsyncGenerator<Buffer> {
    for (let chunkNumber = 0; ; chunkNumber++) {
      const [row] = (await this.dataSource.query('SELECT bytes FROM raw_payload_chunk WHERE raw_payload_id = $1 AND chunk_number = $2', [id, chunkNumber])) as { bytes: Buffer }[];
      if (!row) return;
      yield row.bytes;
    }
  }

  /** The whole of the first payload a source sent under a name. For small ones. */
  async firstNamed(sourceId: number, name: string): Promise<Buffer | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT bytes FROM raw_payload_chunk
       WHERE raw_payload_id = (SELECT min(id) FROM raw_payload WHERE source_id = $1 AND name = $2) ORDER BY chunk_number`,
      [sourceId, name],
    )) as { bytes: Buffer }[];
    return rows.length === 0 ? undefined : Buffer.concat(rows.map((row) => row.bytes));
  }
}
