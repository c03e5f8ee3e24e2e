import 'reflect-metadata';
import { resolve } from 'node:path';
import { DeliveryLoop } from './alerts/index.js';
import { ApiKeyIssuer } from './auth/index.js';
import { tell } from './cli/print.js';
import { migrate, resolved } from './cli/session.js';
import { readProcessConfig } from './config/index.js';
import { acquireServerLock, openDatabase } from './database/index.js';
import { DeadlineWatch, DefaultSchedules, PipelineWorker, Scheduler } from './pipeline/index.js';
import { messageOf, PokewatchError } from './shared/errors.js';
import { createApp } from './start/create-app.js';
import { drain } from './start/drain.js';
import { fillEmptyDatabase } from './start/fill-empty-database.js';
import { requireFreePort } from './start/free-port.js';
import { hideKnownWarnings } from './start/known-warnings.js';
import { welcome } from './start/welcome.js';
import { TrackingWorker } from './tracking/index.js';

hideKnownWarnings();

/** Everything that was started, to be stopped in the opposite order. */
const started: (() => Promise<unknown>)[] = [];
let isStopping = false;
const CLOSE_SECONDS = 20;
/** A person at the terminal does not wait for a load balancer to notice. */
let isHurried = false;

async function stop(): Promise<void> {
  isStopping = true;
  for (const close of started.splice(0).toReversed()) await close().catch((error: unknown) => tell(`While stopping: ${messageOf(error)}`));
}

/** Without its database the server is of no use; whoever supervises it, or the next start, brings both back. */
function onLost(): void {
  tell('The embedded Postgres is gone. Stopping; start again to bring it back.');
  void stop().then(() => process.exit(1));
}

/** Nobody waits for the server any more. What is not put away in time is resumed or recovered by the next start. */
function giveUpLater(): void {
  setTimeout(() => {
    tell(`Gave up closing after ${CLOSE_SECONDS} s.`);
    process.exit(1);
  }, CLOSE_SECONDS * 1_000).unref();
}

async function start(): Promise<void> {
  const configured = readProcessConfig();
  const database = await openDatabase(configured, configured.role, { onProgress: tell, onLost });
  started.push(() => database.close());
  const config = resolved(configured, database);
  if (database.dataDir !== resolve(configured.database.dataDir)) {
    tell(`The database's own user cannot enter ${resolve(configured.database.dataDir)}; the data rest in ${database.dataDir}.`);
  }
  const lock = database.embedded ? await acquireServerLock(database) : undefined;
  if (lock) started.push(() => lock.release());
  await requireFreePort(config.http.host, config.http.port);
  await migrate(database.url);
  const app = await createApp(config, database);
  started.push(() => app.close());
  if (config.role !== 'api') {
    await app.get(PipelineWorker).start();
    app.get(DeliveryLoop).start();
    await fillEmptyDatabase(app, config);
    await app.get(DefaultSchedules).ensure();
    app.get(Scheduler).start();
    app.get(TrackingWorker).start();
    app.get(DeadlineWatch).start();
  }
  const keys = await app.get(ApiKeyIssuer).ensureBootstrapKeys({ adminKey: config.adminApiKey });
  await app.listen(config.http.port, config.http.host);
  started.push(async () => {
    await drain(app.getHttpAdapter().getInstance(), { ...config.http, ...(isHurried ? { drainDelaySeconds: 0 } : {}) });
    giveUpLater();
  });
  const url = await app.getUrl();
  lock?.announce(url);
  await welcome(app, { url, keys, dataDir: database.embedded ? database.dataDir : undefined });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    tell('\nStopping.');
    isHurried = signal === 'SIGINT';
    void stop().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

start().catch(async (error: unknown) => {
  // What was cut short by stopping has nothing to tell.
  if (isStopping) return;
  tell(error instanceof PokewatchError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  await stop();
  process.exit(error instanceof PokewatchError ? error.exitCode : 1);
});
