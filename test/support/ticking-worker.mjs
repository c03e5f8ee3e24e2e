// A worker that is asked for one day after the other, at moments all workers share; each run is one cheap stage that notes who did it.
// Planning, turns, engine and journal are the real ones. Arguments: first day, how many, when to begin (ms since 1970), ms between two.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AppModule } from '../../dist/src/app.module.js';
import { readProcessConfig } from '../../dist/src/config/index.js';
import { CatalogueReader } from '../../dist/src/ingestion/index.js';
import { Pipeline, PipelineWorker } from '../../dist/src/pipeline/index.js';
import { DailyStages } from '../../dist/src/pipeline/stages.js';
import { addDays } from '../../dist/src/shared/day.js';

const [firstDay, ticks, beginMs, everyMs] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const config = readProcessConfig();
const app = await NestFactory.createApplicationContext(AppModule.with(config, { url: config.database.url, poolSize: 10, applicationName: 'pokewatch:test' }), { logger: ['error', 'fatal'] });
const database = app.get(DataSource);
const stages = app.get(DailyStages);
const collect = {
  ...stages.all[0],
  run: async ({ day }) => {
    const [{ id }] = await database.query('INSERT INTO tick_done (day, pid) VALUES ($1, $2) RETURNING id', [day, process.pid]);
    await sleep(20);
    await database.query('UPDATE tick_done SET ended_at = clock_timestamp() WHERE id = $1', [id]);
    return { written: 1, counts: {} };
  },
};
stages.all.splice(0, stages.all.length, collect);
stages.names.splice(0, stages.names.length, collect.name);

await app.get(PipelineWorker).start();
const game = await app.get(CatalogueReader).gameBySlug('simulated');
process.stdout.write('ready\n');
const runs = [];
for (let tick = 0; tick < ticks; tick++) {
  await sleep(Math.max(0, beginMs + tick * everyMs - Date.now()));
  runs.push(app.get(Pipeline).run({ game, day: addDays(firstDay, tick), trigger: 'schedule' }));
}
const failed = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');
for (const { reason } of failed) process.stderr.write(`${reason.stack}\n`);
await app.close();
process.exit(failed.length === 0 ? 0 : 1);
