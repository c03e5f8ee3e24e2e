import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tidyCsv } from '../../test/support/ingestion.js';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { PanelReader } from '../features/index.js';
import { CatalogueReader, type Game, ImportStage } from '../ingestion/index.js';
import { addDays, type Day, dayRange } from '../shared/day.js';
import { Pipeline } from './pipeline.js';

const LAST = '2026-06-30' as Day;
const RUN = `daily:pokemon:${LAST}:1`;

/** A run on a day on which one of sixty cards came a hundred times too dear. */
describe('data quality over HTTP', () => {
  let running: RunningApp;
  let game: Game;
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
  const get = async <T>(path: string): Promise<T> => (await fetch(`${running.url}${path}`, { headers: { 'x-api-key': running.readKey } })).json() as Promise<T>;
  const release = (id: number, key: string) => fetch(`${running.url}/v1/admin/price-flags/${id}/release`, { method: 'POST', headers: { 'x-api-key': key } });
  const quality = () => get<{ date: string; sources: { run_id: string; expectations: { expectation: string; status: string; unexpected_count: number }[] }[]; quarantined: { id: number; card_id: string; released_by: string | null }[] }>('/v1/quality?game=pokemon');

  beforeAll(async () => {
    running = await startApp();
    const rows = dayRange(addDays(LAST, -60), LAST).flatMap((date, at) => Array.from({ length: 60 }, (_, card) => ({
      series_id: `s${card}`, name: `Card ${card}`, number: String(card), date, price: card === 0 && date === LAST ? '500.00' : ((500 + 10 * card + ((at * 7 + card) % 5)) / 100).toFixed(2),
    })));
    const file = join(folder, 'prices.csv');
    writeFileSync(file, tidyCsv(rows));
    await running.app.get(ImportStage).run({ files: [file], gameSlug: 'pokemon', sourceSlug: 'csv' });
    game = (await running.app.get(CatalogueReader).gameBySlug('pokemon')) as Game;
    await running.app.get(Pipeline).run({ game, day: LAST, trigger: 'cli' });
  }, 120_000);

  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows what was found on a day, failed checks first, and links it from the run', async () => {
    const { date, sources, quarantined } = await quality();
    expect([date, sources[0]?.run_id]).toEqual([LAST, RUN]);
    expect(sources[0]?.expectations[0]).toMatchObject({ expectation: 'expect_column_values_to_keep_their_unit(market_cents)', status: 'failed', unexpected_count: 1 });
    expect(quarantined).toMatchObject([{ card_id: 's0', released_by: null }]);
    expect(await get(`/v1/runs/${encodeURIComponent(RUN)}/quality`)).toEqual({ run_id: RUN, sources });
    expect((await fetch(`${running.url}/metrics`).then((answer) => answer.text()))).toMatch(/pokewatch_quality_failed_total\{expectation="expect_column_values_to_keep_their_unit\(market_cents\)",severity="error"\} 1/);
  });

  it('leaves the older price standing for features and for serving', async () => {
    const panel = await running.app.get(PanelReader).panelAsOf(game.id, { day: LAST, knownAt: new Date(), lookbackDays: 90 });
    const [wrong, right] = panel.series;
    expect([wrong?.days.length, right?.days.length]).toEqual([60, 61]);
    expect(wrong?.marketCents.at(-1)).toBeLessThan(510);
    const card = await get<{ items: { date: string; market: { amount_minor: number } }[] }>('/v1/cards/s0/prices?from=2026-06-25&to=2026-06-30');
    expect(card.items.map((one) => one.date)).not.toContain(LAST);
    const prediction = await (await fetch(`${running.url}/v1/predictions`, { method: 'POST', headers: { 'x-api-key': running.readKey, 'content-type': 'application/json' }, body: JSON.stringify({ card_id: 's0', date: LAST }) })).json();
    expect(prediction).toMatchObject({ market_price_observed_on: addDays(LAST, -1), market_price: { amount_minor: wrong?.marketCents.at(-1) } });
  });

  it('answers 404 for a game, a run and a flag that are not there, 422 or 400 for no day', async () => {
    const statusOf = async (path: string) => (await fetch(`${running.url}${path}`, { headers: { 'x-api-key': running.readKey } })).status;
    expect(await Promise.all(['/v1/quality?game=nothing', '/v1/runs/nothing/quality', '/v1/quality?game=pokemon&day=2026-02-30'].map(statusOf))).toEqual([404, 404, 400]);
    expect((await release(999_999, running.adminKey)).status).toBe(404);
  });

  it('lets a key that may write, and no other, release a price; the key that did is recorded, and the day is run again', async () => {
    const [flag] = (await quality()).quarantined;
    expect((await release(flag!.id, running.readKey)).status).toBe(403);
    expect((await running.app.get(Pipeline).run({ game, day: LAST, trigger: 'cli' })).hasRun).toBe(false);
    const released = await release(flag!.id, running.adminKey);
    expect(released.status).toBe(200);
    expect(await released.json()).toMatchObject({ id: flag!.id, flag: 'QUARANTINED', released_by: expect.stringMatching(/^api key \S+/) });
    expect((await release(flag!.id, running.adminKey)).status).toBe(409);
    const again = await running.app.get(Pipeline).run({ game, day: LAST, trigger: 'cli' });
    expect([again.hasRun, again.reports['quality']?.counts['quarantined']]).toEqual([true, 1]);
    const panel = await running.app.get(PanelReader).panelAsOf(game.id, { day: LAST, knownAt: new Date(), lookbackDays: 90 });
    expect(panel.series[0]?.marketCents.at(-1)).toBe(50_000);
  });
});
