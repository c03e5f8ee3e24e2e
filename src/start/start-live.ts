import type { INestApplicationContext } from '@nestjs/common';
import { tell } from '../cli/print.js';
import { TerminalProgress } from '../cli/terminal-progress.js';
import { type Game, LivePrices, ObservationReader } from '../ingestion/index.js';
import { Pipeline } from '../pipeline/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { TemporaryError } from '../shared/errors.js';

/**
 * Prices come from live sources: their games exist, and one without any price is filled with today's. Sources that do not answer now do
 * not keep the server from starting: the schedule asks again.
 */
export async function startLive(app: INestApplicationContext): Promise<void> {
  const live = app.get(LivePrices);
  for (const game of await live.prepare()) {
    if ((await app.get(ObservationReader).span(game.id)) === undefined) await firstDay(app, game, live.slugs);
  }
}

async function firstDay(app: INestApplicationContext, game: Game, slugs: readonly string[]): Promise<void> {
  tell(`There is no price of ${game.name} yet: asking ${slugs.join(', then ')} and running the daily pipeline of today.`);
  const day = dayOf(app.get<Clock>(CLOCK).now());
  const progress = new TerminalProgress(process.stderr, () => performance.now());
  try {
    const { reports } = await app.get(Pipeline).run({ game, day, trigger: 'start', progress });
    for (const note of reports['collect']?.notes ?? []) progress.say(`  ${note}`);
    const { BUY = 0, SELL = 0, HOLD = 0, none = 0 } = reports['signal']?.counts ?? {};
    progress.say(`  ${BUY + SELL + HOLD} cards have a signal, ${none} have none and say why: models need weeks of prices before they may speak.`);
  } catch (error) {
    if (!(error instanceof TemporaryError)) throw error;
    progress.say(`${error.message}\nThe schedule asks again; so does: npm run -s pokewatch -- run --game ${game.slug}`);
  } finally {
    progress.stop();
  }
}
