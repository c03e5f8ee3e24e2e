// Migrates the database that DATABASE_URL names and fills it: a catalogue, the prices before the first day, and who is told. A process of its
// own, so that the chaos script itself executes nothing.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';

const [firstDay, receiverUrl] = process.argv.slice(2);
const HISTORY_DAYS = 130;
const { AlertChannels } = await import('../dist/src/alerts/index.js');
const { AppModule } = await import('../dist/src/app.module.js');
const { migrate } = await import('../dist/src/cli/session.js');
const { readProcessConfig } = await import('../dist/src/config/index.js');
const { CollectStage, LivePrices } = await import('../dist/src/ingestion/index.js');
const { addDays, dayOf } = await import('../dist/src/shared/day.js');

const config = readProcessConfig();
await migrate(config.database.url);
const app = await NestFactory.createApplicationContext(AppModule.with(config, { url: config.database.url, poolSize: 5, applicationName: 'pokewatch:chaos' }), { logger: ['error'] });
const [game] = await app.get(LivePrices, { strict: false }).prepare();
const progress = { stage: () => ({ at() {}, end() {} }) };
const stage = app.get(CollectStage, { strict: false });
for (const day of [dayOf(new Date()), addDays(firstDay, -HISTORY_DAYS)]) await stage.run({ gameId: game.id, day, knownAt: new Date(), progress });
await app.get(AlertChannels, { strict: false }).add({ kind: 'webhook', name: 'chaos', target: { url: receiverUrl, secret: 'told-once-and-no-more' } });
await app.close();
