import type { Client } from 'pg';

/** One table as it is put away. */
export interface TableFacts {
  readonly name: string;
  readonly columns: readonly string[];
  /** Tables that rows of this one point at. */
  readonly needs: readonly string[];
}

/** A month of a partitioned table; `bounds` is the clause that made it. */
export interface PartitionFacts {
  readonly name: string;
  readonly of: string;
  readonly bounds: string;
}

export interface SequenceFacts {
  readonly name: string;
  readonly lastValue: string;
}

/** What is done to the schema is not put away: it says what the backup fits to. */
const SCHEMA_TABLE = 'schema_migration';

/** The names of the migrations that were run, in order. */
export async function migrationsOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${SCHEMA_TABLE} ORDER BY id`);
  return rows.map((row) => row.name);
}

/** The tables of the application, each behind those that its rows point at. */
export async function tablesOf(client: Client): Promise<TableFacts[]> {
  const { rows } = await client.query<TableFacts>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       coalesce((SELECT array_agg(DISTINCT f.confrelid::regclass::text) FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid), '{}') AS needs
     FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> $1
     ORDER BY c.relname`,
    [SCHEMA_TABLE],
  );
  return inOrder(rows);
}

export async function partitionsOf(client: Client): Promise<PartitionFacts[]> {
  const { rows } = await client.query<PartitionFacts>(
    `SELECT c.relname AS name, i.inhparent::regclass::text AS "of", pg_get_expr(c.relpartbound, c.oid) AS bounds
     FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relispartition AND c.relkind = 'r' ORDER BY c.relname`,
  );
  return rows;
}

export async function sequencesOf(client: Client): Promise<SequenceFacts[]> {
  const { rows } = await client.query<SequenceFacts>(
    `SELECT sequencename AS name, last_value::text AS "lastValue" FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`,
  );
  return rows;
}

/** Each table behind the tables it needs. */
export function inOrder(tables: readonly TableFacts[]): TableFacts[] {
  const placed: TableFacts[] = [];
  const names = new Set<string>();
  let waiting = [...tables];
  while (waiting.length > 0) {
    const ready = waiting.filter((table) => table.needs.every((needed) => names.has(needed) || !tables.some(({ name }) => name === needed)));
    if (ready.length === 0) throw new Error(`The tables ${waiting.map(({ name }) => name).join(', ')} point at each other in a circle.`);
    for (const table of ready) {
      placed.push(table);
      names.add(table.name);
    }
    waiting = waiting.filter((table) => !names.has(table.name));
  }
  return placed;
}
