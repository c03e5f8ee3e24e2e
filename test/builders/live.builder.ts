import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogueReader, CollectStage, type Game, IngestionModule, LivePrices } from '../../src/ingestion/index.js';
import { type LabProvider, type RunningLab, startLab } from '../../src/lab/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import type { StageReport } from '../../src/shared/stage.js';
import { anHttpApp, handClock, type HttpApp } from './http-app.builder.js';

export const LIVE_DAY = '2026-11-25' as Day;
const NOON = `${LIVE_DAY}T12:00:00Z`;

/** What `PRICE_SOURCES` and the addresses are set to so that a laboratory is asked in place of the sources. */
export function labSettings(lab: RunningLab, sources: readonly LabProvider[]): Record<string, string> {
  return {
    PRICE_SOURCES: sources.join(','),
    POKEMONPRICETRACKER_API_KEY: 'pokeprice_pro_lab',
    ...Object.fromEntries(sources.map((source) => [`${source.toUpperCase()}_BASE_URL`, lab.urlOf(source)])),
  };
}

/** A file that tracks some cards of a laboratory. */
export async function labCardsFile(lab: RunningLab, count: number): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  const path = join(folder, 'cards.yaml');
  const cards = lab.market.cards.slice(0, count).map((card) => ({
    name: card.name, set: 'Lab', number: '1', category: 'chase', priority: 1, card_ids: [card.ids.tcgdex], tcgplayer_id: card.ids.tcgplayer,
  }));
  await writeFile(path, JSON.stringify({ game: 'pokemon', cards }));
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface LiveApp extends HttpApp {
  readonly lab: RunningLab;
  readonly game: Game;
  readonly live: LivePrices;
  /** Runs the collect stage of a day. */
  collect(day?: Day): Promise<StageReport>;
  /** Rows of a query, as objects. */
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>;
}

/** Ingestion with real clients that ask a laboratory, at noon of {@link LIVE_DAY}. */
export async function aLiveApp(options: { sources: readonly LabProvider[]; printings?: number; environment?: Record<string, string>; trackedCards?: number }): Promise<LiveApp> {
  let clock = handClock(NOON);
  const lab = await startLab({ seed: 7, printings: options.printings ?? 60, day: LIVE_DAY, clock: { now: () => clock.now() } });
  const cardsFile = options.trackedCards === undefined ? undefined : await labCardsFile(lab, options.trackedCards);
  const app = await anHttpApp({
    modules: [IngestionModule], now: NOON,
    environment: { CARDS_FILE: cardsFile?.path ?? 'no-cards.yaml', ...labSettings(lab, options.sources), ...options.environment },
  });
  // The laboratory lives in the application's time: its limits end when the test says so.
  clock = app.clock;
  const live = app.app.get(LivePrices, { strict: false });
  const [game] = await live.prepare();
  const stage = app.app.get(CollectStage, { strict: false });
  return {
    ...app, lab, live,
    game: game ?? (await app.app.get(CatalogueReader, { strict: false }).games())[0]!,
    collect: (day = LIVE_DAY) => stage.run({ gameId: game?.id ?? 0, day, knownAt: new Date(`${addDays(day, 1)}T00:00:00Z`), progress: silentProgress }),
    rows: (sql) => app.query(sql) as Promise<never>,
    close: async () => {
      await app.close();
      await lab.close();
      await cardsFile?.remove();
    },
  };
}
