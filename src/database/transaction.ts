import type { DataSource, QueryRunner } from 'typeorm';

/** Runs `work` in one transaction on one connection; any error rolls it back. */
export async function inTransaction<T>(dataSource: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.startTransaction();
    const result = await work(runner);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // The connection may be gone: the rollback then fails too, and the first error is the one to tell.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Waits for a lock named by `key` that every process of this database respects, and holds it while `work` runs. */
export async function withAdvisoryLock<T>(dataSource: DataSource, key: string, work: () => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [key]);
    try {
      return await work();
    } finally {
      await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}

/** Makes the monthly partitions of `table` that days from `fromDay` to `toDay` fall in. */
export async function ensureMonthPartitions(dataSource: DataSource, table: string, days: { from: string; to: string }): Promise<void> {
  await dataSource.query('SELECT ensure_month_partitions($1, $2, $3)', [table, days.from, days.to]);
}
