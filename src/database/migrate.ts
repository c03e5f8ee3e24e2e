import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { ConfigError, messageOf, TemporaryError } from '../shared/errors.js';
import { dataSourceOptions } from './data-source.js';

const MIGRATION_LOCK = 7_000_001;
const OLDEST_SERVER_VERSION = 150_000;

/**
 * Runs `work` while no other process migrates the same database: TypeORM itself takes no lock, and two pods that start
 * together would both create the same tables.
 */
export async function withMigrationLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: `pokewatch:migrate:${process.pid}` });
  await client.connect().catch((error: unknown) => {
    throw new TemporaryError(`Postgres at ${client.host}:${client.port} does not let us in: ${messageOf(error)}. Check DATABASE_URL and whether it runs.`, { cause: error });
  });
  try {
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
    if (Number(rows[0]?.version) < OLDEST_SERVER_VERSION) {
      throw new ConfigError(`DATABASE_URL points to Postgres ${rows[0]?.version}; version 15 or newer is needed.`);
    }
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}

/** Every migration this version has, in order. */
export function knownMigrations(): string[] {
  return migrations.map((migration) => new migration().name);
}

/** Brings the schema up to date, or as far as the named migrations go. Returns the names of the migrations that ran now. */
export async function runMigrations(url: string, only?: readonly string[]): Promise<string[]> {
  const dataSource = new DataSource({
    ...dataSourceOptions({ url, poolSize: 2, applicationName: `pokewatch:migrate:${process.pid}` }),
    migrations: only ? migrations.filter((migration) => only.includes(new migration().name)) : migrations,
  });
  await dataSource.initialize();
  try {
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
