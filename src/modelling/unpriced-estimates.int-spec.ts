import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import type { Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { EstimateStage } from './estimate.stage.js';
import { CHALLENGER, ModelRegistry } from './model-registry.js';
import { ModellingModule } from './modelling.module.js';

const DAY = '2025-06-20' as Day;
const BY = { actor: 'test', reason: 'because', effectiveFrom: '2025-06-10' as Day };
const KNOWN = '2025-06-20T23:00:00Z';

describe('cards without a price', () => {
  let http: HttpApp;
  let market: MarketBuilder;
  let gameId: number;
  let champion: number;
  const cards = new Map<string, number>();

  const listed = async (cardId: string, more: { at?: string; rarity?: string | null; currency?: string } = {}): Promise<number> => {
    const printingId = await market.printing({ gameId, cardId });
    await market.dataSource.query('UPDATE source_crosswalk SET recorded_at = $2, currency = $3 WHERE printing_id = $1', [printingId, more.at ?? '2025-06-20T12:00:00Z', more.currency ?? 'USD']);
    await market.dataSource.query('UPDATE card SET rarity = $2 WHERE id = (SELECT card_ref FROM printing WHERE id = $1)', [printingId, more.rarity === undefined ? 'Rare' : more.rarity]);
    cards.set(cardId, printingId);
    return printingId;
  };
  beforeAll(async () => {
    http = await anHttpApp({ modules: [ModellingModule] });
    market = await aMarket(http.database.url);
    gameId = await market.game();
    for (let i = 0; i < 40; i++) await market.observation({ printingId: await listed(`priced-${i}`), day: DAY, cents: 1_000 + i });
    await listed('rare');
    await listed('no-rarity', { rarity: null });
    await listed('unheard-of', { rarity: 'Amazing Rare' });
    await listed('euro', { currency: 'EUR' });
    await listed('later-known', { at: '2025-06-20T23:30:00Z' });
    await listed('listed-next-day', { at: '2025-06-21T00:00:00Z' });
    await market.observation({ printingId: await listed('priced-later'), day: '2025-06-21', cents: 99 });
    champion = await market.model({ gameId, name: 'naive', hasPassedGate: false, calibration: null });
    const challenger = await market.model({ gameId, name: 'moving-average', parameters: { observations: 3 }, calibration: null });
    await http.app.get(ModelRegistry).promote({ ...BY, gameId, modelVersionId: champion });
    await http.app.get(ModelRegistry).setAlias({ ...BY, gameId, alias: CHALLENGER, modelVersionId: challenger, isEnd: false });
  });
  afterAll(async () => {
    await market?.close();
    await http?.close();
  });

  const estimate = (knownAt = KNOWN) => http.app.get(EstimateStage).run({ gameId, day: DAY, knownAt: new Date(knownAt), progress: silentProgress });
  const kinds = async (): Promise<Record<string, string>> => {
    const rows = (await market.dataSource.query(`SELECT p.card_id, f.kind FROM fair_value f JOIN printing p ON p.id = f.printing_id WHERE f.kind <> 'last_price' AND f.model_version_id = ${champion} ORDER BY 1`)) as { card_id: string; kind: string }[];
    return Object.fromEntries(rows.map((row) => [row.card_id, row.kind]));
  };

  it('have what cards like them cost, or nothing, beside the estimates of the champion alone', async () => {
    const report = await estimate();
    expect(report.counts).toMatchObject({ printings: 40, answered: 40, unpriced: 5, priors: 2, failed: 0 });
    expect(report.written).toBe(40 + 40 + 5);
    expect(await kinds()).toEqual({ euro: 'none', 'no-rarity': 'none', 'priced-later': 'prior', rare: 'prior', 'unheard-of': 'none' });
    const [prior] = (await market.dataSource.query('SELECT * FROM fair_value WHERE printing_id = $1', [cards.get('rare')])) as Record<string, unknown>[];
    expect(prior).toMatchObject({ model_version_id: champion, reason: 'no_history', lower80_cents: null, upper95_cents: null, up_probability: null, move_curve: null });
    expect(prior?.['fair_value_cents']).toBeGreaterThanOrEqual(1_000);
    expect(prior?.['fair_value_cents']).toBeLessThanOrEqual(1_039);
  });

  it('are those that were listed by then: a run that knows more learns of no card that was listed on a later day', async () => {
    await estimate('2025-07-01T00:00:00Z');
    expect(Object.keys(await kinds())).toEqual(['euro', 'later-known', 'no-rarity', 'priced-later', 'rare', 'unheard-of']);
    expect((await estimate('2025-07-01T00:00:00Z')).written).toBe(0);
  });

  it('are none of a simulated market, which makes its cards before they are out', async () => {
    await market.dataSource.query('TRUNCATE fair_value');
    await market.dataSource.query('UPDATE game SET is_simulated = true');
    expect((await estimate('2025-07-01T00:00:01Z')).counts).not.toHaveProperty('unpriced');
    expect(await kinds()).toEqual({});
  });
});
