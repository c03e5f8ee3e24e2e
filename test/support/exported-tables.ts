import pg from 'pg';

/** Tables that say how something was done, not what came of it. The keys of the step cache hold times of recording, its reports what an attempt wrote. */
const ABOUT_WORK = ['migrations', 'pipeline_run', 'stage_run', 'step_cache'];

/**
 * Every table of what came of the runs, as sorted lines. Times of recording and durations are left out; numbers that a sequence gave are replaced by
 * their rank, so that a row that was rolled back and written again is the same row.
 */
export async function exportTables(databaseUrl: string): Promise<Map<string, string[]>> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
         AND relname <> ALL($1) ORDER BY relname`,
      [ABOUT_WORK],
    );
    const exported = new Map<string, string[]>();
    for (const { name } of tables) {
      const { rows: columns } = await client.query<{ name: string; type: string }>(
        `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
        [name],
      );
      const kept = columns.filter(({ name: column, type }) => type !== 'timestamp with time zone' && !/(_ms|seconds)$/.test(column));
      const isNumbered = ({ name: column, type }: { name: string; type: string }): boolean => /(^|_)id$/.test(column) && /int/.test(type);
      const list = kept.map((column) => (isNumbered(column) ? `dense_rank() OVER (ORDER BY "${column.name}") AS "${column.name}"` : `"${column.name}"`));
      if (list.length === 0) continue;
      const { rows } = await client.query<{ line: string }>(`SELECT row_to_json(each)::text AS line FROM (SELECT ${list.join(', ')} FROM "${name}") each ORDER BY 1`);
      exported.set(name, rows.map((row) => row.line));
    }
    return exported;
  } finally {
    await client.end();
  }
}
