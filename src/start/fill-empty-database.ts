import type { INestApplicationContext } from '@nestjs/common';
import { TerminalProgress } from '../cli/terminal-progress.js';
import { tell } from '../cli/print.js';
import type { Config } from '../config/index.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../ingestion/index.js';
import { Pipeline } from '../pipeline/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, dayOf, type Day } from '../shared/day.js';
import { startLive } from './start-live.js';

/** How many days of signals a fresh installation shows: enough for 30-day outcomes to have matured. */
const HISTORY_DAYS = 40;

/**
 * A database without any game is given the simulated market, so that there is something to see; then the days the simulated
 * market missed are run. An installation with real prices is left as it is; one with live sources asks them.
 */
export async function fillEmptyDatabase(app: INestApplicationContext, config: Config): Promise<void> {
  if (config.priceSources.length > 0) return startLive(app);
  const games = await app.get(CatalogueReader).games();
  if (games.some((game) => !game.isSimulated)) return;
  if (!config.simulation.enabled) return;
  const yesterday = addDays(dayOf(app.get<Clock>(CLOCK).now()), -1);
  await seed(app, config, yesterday);
  const game = (await app.get(CatalogueReader).games()).find((each) => each.isSimulated);
  if (game) await catchUp(app, game, yesterday);
}

async function seed(app: INestApplicationContext, config: Config, lastDay: Day): Promise<void> {
  const market = app.get(SimulatedMarketStage);
  if (await market.isSeeded()) return;
  tell('This database is empty: filling it with a SIMULATED market (no real card, no real price).');
  const progress = new TerminalProgress(process.stderr, () => performance.now());
  try {
    const { seed: seedNumber, printings, days } = config.simulation;
    await market.seed({ seed: seedNumber, printings, firstDay: addDays(lastDay, 1 - days), lastDay, progress });
  } finally {
    progress.stop();
  }
}

async function catchUp(app: INestApplicationContext, game: Game, until: Day): Promise<void> {
  const pipeline = app.get(Pipeline);
  const days = await pipeline.missedDays(game, until, HISTORY_DAYS);
  const count = days.length;
  if (count === 0) return;
  tell(`Running the daily pipeline for ${count} day${count === 1 ? '' : 's'} of the simulated market.`);
  const progress = new TerminalProgress(process.stderr, () => performance.now(), { count, unit: 'days' });
  try {
    for await (const outcome of pipeline.runEach(days, { game, trigger: 'start', progress })) {
      for (const note of outcome.reports['register']?.notes ?? []) if (!note.includes('stays')) progress.say(`  ${note}`);
    }
  } finally {
    progress.stop();
  }
}
