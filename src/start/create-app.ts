import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { loggerFor } from '../cli/session.js';
import type { Config } from '../config/index.js';
import type { OpenDatabase } from '../database/index.js';
import { configureHttp, createHttpAdapter } from '../http/index.js';

/** The application behind HTTP, not listening yet. */
export async function createApp(config: Config, database: Pick<OpenDatabase, 'url' | 'applicationName'>): Promise<NestFastifyApplication> {
  const connection = { url: database.url, poolSize: config.database.poolSize, applicationName: database.applicationName };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, connection), createHttpAdapter(config), {
    logger: loggerFor(config),
    abortOnError: false,
  });
  configureHttp(app);
  return app;
}
