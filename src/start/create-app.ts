import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { loggerFor } from '../cli/session.js';
import type { Config } from '../config/index.js';
import { type ConnectionOptions, type OpenDatabase, traceStatements } from '../database/index.js';
import { configureHttp, createHttpAdapter } from '../http/index.js';
import { codeVersion } from '../pipeline/index.js';
import { startTracing } from '../tracing/index.js';

/** A request that waited so long for a connection is better told to come back. */
const POOL_WAIT_MS = 3_000;

/** The application behind HTTP, not listening yet. */
export async function createApp(config: Config, database: Pick<OpenDatabase, 'url' | 'applicationName'>): Promise<NestFastifyApplication> {
  const connection = { url: database.url, poolSize: config.database.poolSize, applicationName: database.applicationName, ...servingLimits(config) };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, connection), createHttpAdapter(config), {
    logger: loggerFor(config),
    abortOnError: false,
  });
  configureHttp(app);
  if (config.tracing.endpoint !== undefined) await traceTo(config.tracing.endpoint, app, config.role);
  return app;
}

async function traceTo(endpoint: string, app: NestFastifyApplication, role: string): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const stop = await startTracing(server, { endpoint, version: codeVersion(), role });
  const untrace = traceStatements();
  server.addHook('onClose', async () => {
    untrace();
    await stop();
  });
}

/** Where the pipeline runs in this process too, it uses the same connections, and its statements may take their time. */
function servingLimits(config: Config): Pick<ConnectionOptions, 'statementTimeoutMs' | 'poolWaitMs'> {
  return config.role === 'api' ? { statementTimeoutMs: config.database.statementTimeoutSeconds * 1_000, poolWaitMs: POOL_WAIT_MS } : {};
}
