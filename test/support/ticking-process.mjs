// A worker in a process of its own that ticks when it is told to, at the instant it is told. Its pipeline `test` costs nothing:
// it writes down that it ran, and in which process. With HANG=true it never ends: the process is there to be killed.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AppModule } from '../../dist/src/app.module.js';
import { readProcessConfig } from '../../dist/src/config/index.js';
import { PipelineWorker, ScheduleFirer, ScheduleKinds, ScheduleTick } from '../../dist/src/pipeline/index.js';

const config = readProcessConfig();
const connection = { url: config.database.url, poolSize: 6, applicationName: 'pokewatch:test' };
const app = await NestFactory.createApplicationContext(AppModule.with(config, connection), { logger: ['error'], abortOnError: false });
app.get(ScheduleKinds).register('test', async (order) => {
  await app.get(DataSource).query('INSERT INTO test_run (planned_at, pid) VALUES ($1, $2)', [order.plannedAt, process.pid]);
  if (process.env.HANG === 'true') await sleep(3_600_000);
  await order.note(`test:${order.plannedAt.toISOString()}`);
  return 'done';
});
await app.get(PipelineWorker).start();

process.on('message', async (at) => {
  await app.get(ScheduleTick).tick(new Date(at));
  if (process.env.HANG !== 'true') await app.get(ScheduleFirer).settled();
  process.send(at);
});
process.send('ready');
