import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { runMigrations } from '../../src/database/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which tests may create databases. */
    postgresUrl: string;
    /** A migrated, empty database to clone. */
    templateDatabase: string;
  }
}

/** Tests ask for speed, not for durability. */
const FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', 'autovacuum=off'].flatMap((setting) => ['-c', setting]);

interface TestServer {
  readonly url: string;
  readonly templateDatabase: string;
  stop(): Promise<void>;
}

/** One server for all projects of a run: each project calls the set-up, in the same process but in a module of its own. */
const shared = globalThis as { pokewatchTestServer?: { server: Promise<TestServer>; users: number } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const use = (shared.pokewatchTestServer ??= { server: startTestServer(), users: 0 });
  use.users++;
  const server = await use.server;
  project.provide('postgresUrl', server.url);
  project.provide('templateDatabase', server.templateDatabase);
  return async () => {
    use.users--;
    if (use.users > 0) return;
    delete shared.pokewatchTestServer;
    await server.stop();
  };
}

/** An embedded server in a temporary folder; or the one TEST_DATABASE_URL names, where only the template is ours. */
async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') {
    const templateDatabase = await createTemplate(given);
    return { url: given, templateDatabase, stop: () => execute(given, `DROP DATABASE "${templateDatabase}" WITH (FORCE)`) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
  // Where root runs the tests, Postgres runs as another user and must get through.
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), flags: FLAGS });
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { url: postgres.url, templateDatabase: await createTemplate(postgres.url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createTemplate(url: string): Promise<string> {
  const name = `pokewatch_template_${randomBytes(4).toString('hex')}`;
  await execute(url, `CREATE DATABASE "${name}"`);
  const template = new URL(url);
  template.pathname = name;
  await runMigrations(template.href);
  return name;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
