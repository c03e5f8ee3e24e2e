import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { QueryRunner } from 'typeorm';

/**
 * Streams rows into a table by COPY, in the runner's transaction. `chunks` yield COPY text format: tab-separated columns,
 * one line a row, `\N` for null. `target` is `table (column, ...)`.
 */
export async function copyInto(runner: QueryRunner, target: string, chunks: AsyncIterable<string | Buffer> | Iterable<string | Buffer>): Promise<void> {
  const client = (await runner.connect()) as PoolClient;
  await pipeline(Readable.from(chunks, { objectMode: false }), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
}
