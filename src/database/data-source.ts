import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { SnakeNaming } from './naming.js';

// int8 counts and ids fit a double; a calendar day stays the text it is (a Date would drag a time zone in).
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface ConnectionOptions {
  url: string;
  poolSize: number;
  /** Shown in pg_stat_activity, e.g. `pokewatch:api:4711`. */
  applicationName: string;
  /** A statement that takes longer is ended by Postgres (57014). For connections that serve requests; the statements of the pipeline may take their time. */
  statementTimeoutMs?: number;
  /** How long to wait for a free connection. */
  poolWaitMs?: number;
}

const POOL_WAIT_MS = 10_000;

/** What every TypeORM connection of this project shares. */
export function dataSourceOptions({ url, poolSize, applicationName, statementTimeoutMs = 0, poolWaitMs = POOL_WAIT_MS }: ConnectionOptions) {
  return {
    type: 'postgres',
    url,
    applicationName,
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    migrationsTableName: 'schema_migration',
    extra: {
      max: poolSize,
      connectionTimeoutMillis: poolWaitMs,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      ...(statementTimeoutMs > 0 ? { statement_timeout: statementTimeoutMs } : {}),
    },
  } satisfies DataSourceOptions;
}
