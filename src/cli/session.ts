import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { type Config, readProcessConfig } from '../config/index.js';
import { openDatabase, type OpenDatabase, runMigrations, withMigrationLock } from '../database/index.js';
import { migrateEngine } from '../pipeline/index.js';

/** An application without HTTP, connected to the database as configured. */
export interface Session {
  readonly app: INestApplicationContext;
  readonly config: Config;
}

/** The logger every process uses. It writes to the console, which a command turns to standard error. */
export function loggerFor(config: Config): ConsoleLogger {
  const levels = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;
  return new ConsoleLogger({ json: config.log.format === 'json', forceConsole: true, logLevels: levels.slice(0, levels.indexOf(config.log.level) + 1) });
}

/** Brings the schema of the application and of the durable engine up to date, one process at a time. */
export async function migrate(url: string): Promise<string[]> {
  return withMigrationLock(url, async () => {
    const ran = await runMigrations(url);
    await migrateEngine(url);
    return ran;
  });
}

/** What the modules are given: the configuration with the data folder that is really used. */
export function resolved(config: Config, database: OpenDatabase): Config {
  return { ...config, database: { ...config.database, url: database.url, dataDir: database.dataDir } };
}

/** A migrated database and the configuration with it. */
export interface DatabaseSession {
  readonly config: Config;
  readonly database: OpenDatabase;
}

/**
 * Opens the database (starting the embedded one if nobody has), runs `work`, and closes it again, whatever happens:
 * a command works beside a running server and alone.
 */
export async function withDatabase<T>(work: (session: DatabaseSession) => Promise<T>): Promise<T> {
  return withRawDatabase(async (session) => {
    await migrate(session.database.url);
    return work(session);
  });
}

/** As {@link withDatabase}, with whatever schema is there. */
export async function withRawDatabase<T>(work: (session: DatabaseSession) => Promise<T>): Promise<T> {
  const configured = readProcessConfig();
  const database = await openDatabase(configured, 'cli');
  try {
    return await work({ config: resolved(configured, database), database });
  } finally {
    await database.close();
  }
}

/** As {@link withDatabase}, with the application on top. */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  return withDatabase(async ({ config, database }) => {
    const connection = { url: database.url, poolSize: config.database.poolSize, applicationName: database.applicationName };
    const app = await NestFactory.createApplicationContext(AppModule.with(config, connection), { logger: loggerFor(config), abortOnError: false });
    try {
      return await work({ app, config });
    } finally {
      await app.close();
    }
  });
}
