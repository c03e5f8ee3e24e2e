import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedMarketStage } from '../../src/ingestion/index.js';
import { type RunningLab, startLab } from '../../src/lab/index.js';
import { Pipeline, ScheduleKinds } from '../../src/pipeline/index.js';
import { addDays, type Day, dayOf } from '../../src/shared/day.js';
import { fillEmptyDatabase } from '../../src/start/fill-empty-database.js';
import { labSettings } from '../builders/live.builder.js';
import { type RunningApp, startApp } from '../support/running-app.js';

interface Item { card_id: string; is_simulated: boolean; signal: string | null; reason: string | null; confidence: number | null; interval_80: unknown; fair_value: unknown; fair_value_kind: string; market_price: unknown }

/** As when the daily schedule fires. */
async function tick(): Promise<void> {
  await running.app.get(ScheduleKinds).find('daily')?.({ gameId: null, plannedAt: new Date(), request: null, runIds: [], note: () => Promise.resolve() });
}

const today = dayOf(new Date());
let lab: RunningLab;
let running: RunningApp;

const get = (path: string, key = running.readKey) => fetch(`${running.url}${path}`, { headers: { 'x-api-key': key } });
const json = async <T>(path: string, key?: string): Promise<T> => (await get(path, key)).json() as Promise<T>;

beforeAll(async () => {
  lab = await startLab({ seed: 3, printings: 150, day: today });
});
afterAll(() => lab?.close());

/** A newcomer with PRICE_SOURCES=tcgcsv, before the server listens. */
describe('the first start with a live source, on an empty database', () => {
  beforeAll(async () => {
    running = await startApp(labSettings(lab, ['tcgcsv']));
    await fillEmptyDatabase(running.app, running.config);
  }, 120_000);
  afterAll(() => running?.close());

  it('makes no simulated market: there is one game, and it is real', async () => {
    const games = await json<{ items: { slug: string; is_simulated: boolean }[] }>('/v1/games');
    expect(games.items).toMatchObject([{ slug: 'pokemon', is_simulated: false }]);
  });

  it('has run the pipeline of today with what the source said', async () => {
    const runs = await json<{ items: { run_id: string; game: string; date: string; state: string; trigger: string }[] }>('/v1/runs');
    expect(runs.items).toMatchObject([{ game: 'pokemon', date: today, state: 'succeeded', trigger: 'start' }]);
    const run = await json<{ stages: { stage: string; notes: string[]; rows_written: number }[] }>(`/v1/runs/${runs.items[0]?.run_id ?? ''}`);
    const collect = run.stages.find((stage) => stage.stage === 'collect');
    expect(collect?.rows_written).toBeGreaterThan(100);
    expect(collect?.notes[0]).toMatch(/^tcgcsv: \d+ new prices/);
  });

  it('shows prices of the source by its name', async () => {
    const { items } = await json<{ items: { card_id: string; is_simulated: boolean }[] }>('/v1/cards?limit=5');
    expect(items.length).toBe(5);
    expect(items.every((item) => !item.is_simulated)).toBe(true);
    const prices = await json<{ items: { observed_on: string; source: string }[] }>(`/v1/cards/${encodeURIComponent(items[0]?.card_id ?? '')}/prices`);
    expect(prices.items).toMatchObject([{ observed_on: today, source: 'tcgcsv' }]);
  });

  it('calls nothing BUY, SELL or HOLD that one day of prices cannot carry', async () => {
    const { items } = await json<{ items: Item[] }>('/v1/signals?limit=200');
    expect(items.length).toBeGreaterThan(100);
    for (const item of items) {
      const reason = item.market_price === null ? 'no_history' : 'no_demonstrated_skill';
      expect(item).toMatchObject({ signal: null, reason, confidence: null, interval_80: null });
      // No model has learned anything yet: the last price stands, and nothing is added to it.
      if (item.market_price !== null) expect(item).toMatchObject({ fair_value_kind: 'last_price', fair_value: item.market_price });
      else expect(['prior', 'none']).toContain(item.fair_value_kind);
    }
  });

  it('has nothing more to do the same day', async () => {
    const calls = lab.requests.length;
    await tick();
    expect(lab.requests.length).toBe(calls);
  });

  it('tells an administrator how the source stands', async () => {
    expect((await get('/v1/admin/sources')).status).toBe(403);
    const { items } = await json<{ items: Record<string, unknown>[] }>('/v1/admin/sources', running.adminKey);
    expect(items).toMatchObject([{
      source: 'tcgcsv', kind: 'snapshot', rank: 1, freshness: 'fresh', credits_per_day: null,
      last_collection: { date: today, state: 'complete', error: null },
    }]);
  });
});

describe('a start with a live source beside a simulated market that is there already', () => {
  beforeAll(async () => {
    running = await startApp(labSettings(lab, ['tcgcsv']));
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 60, firstDay: addDays(today, -130), lastDay: addDays(today, -1) });
    await fillEmptyDatabase(running.app, running.config);
  }, 120_000);
  afterAll(() => running?.close());

  it('lets the market rest: it is gone from every list that names no game', async () => {
    const cards = await json<{ items: Item[] }>('/v1/cards?limit=200');
    expect(cards.items.length).toBeGreaterThan(100);
    expect(cards.items.filter((item) => item.is_simulated)).toEqual([]);
    const { items = [] } = (await (await get('/v1/signals?limit=200')).json()) as { items?: Item[] };
    expect(items.filter((item) => item.is_simulated)).toEqual([]);
    await tick();
    const runs = await json<{ items: { game: string }[] }>('/v1/runs');
    expect(runs.items.map((run) => run.game)).toEqual(['pokemon']);
  });
});

describe('a start while the second of two sources does not answer', () => {
  beforeAll(async () => {
    lab.faults.set('pokemontcg', { status: 403 });
    running = await startApp(labSettings(lab, ['tcgcsv', 'pokemontcg']));
    await fillEmptyDatabase(running.app, running.config);
  }, 120_000);
  afterAll(() => running?.close());

  const states = async () =>
    (await json<{ items: { source: string; freshness: string; last_collection: { state: string } }[] }>('/v1/admin/sources', running.adminKey)).items
      .map(({ source, freshness, last_collection: last }) => [source, freshness, last.state]);

  it('runs the day with the first, and says so', async () => {
    expect(await states()).toEqual([['tcgcsv', 'fresh', 'complete'], ['pokemontcg', 'never', 'failed']]);
    expect((await json<{ items: { state: string }[] }>('/v1/runs')).items).toMatchObject([{ state: 'succeeded' }]);
  });

  it('asks the second again at the next tick of the same day', async () => {
    lab.faults.clear();
    await tick();
    expect(await states()).toEqual([['tcgcsv', 'fresh', 'complete'], ['pokemontcg', 'fresh', 'complete']]);
  });
});

describe('a start while the source does not answer', () => {
  beforeAll(async () => {
    lab.faults.set('tcgcsv', { status: 403 });
    running = await startApp(labSettings(lab, ['tcgcsv']));
    await fillEmptyDatabase(running.app, running.config);
  }, 120_000);
  afterAll(() => running?.close());

  it('starts all the same, with a real game and no number at all', async () => {
    const games = await json<{ items: { slug: string; is_simulated: boolean }[] }>('/v1/games');
    expect(games.items).toMatchObject([{ slug: 'pokemon', is_simulated: false }]);
    expect((await json<{ items: Item[] }>('/v1/cards')).items).toEqual([]);
  });

  it('brings the prices once it answers', async () => {
    lab.faults.clear();
    await tick();
    expect((await json<{ items: Item[] }>('/v1/cards')).items.length).toBeGreaterThan(10);
    const again = await running.app.get(Pipeline).run({ game: { id: 1, slug: 'pokemon', name: 'Pokemon', isSimulated: false }, day: today as Day, trigger: 'cli' });
    expect(again.hasRun).toBe(false);
  });
});
