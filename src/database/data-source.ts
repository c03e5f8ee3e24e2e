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
}

/** What every TypeORM connection of this project shares. Queries run under a timeout, so that nothing hangs for ever. */
export function dataSourceOptions({ url, poolSize, applicationName }: ConnectionOptions) {
  return {
    type: 'postgres',
    url,
    applicationName,
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    migrationsTableName: 'schema_migration',
    extra: { max: poolSize, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, keepAlive: true },
  } satisfies DataSourceOptions;
}
