import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import type { Day } from '../shared/day.js';
import { judge } from './domain/outcome.js';
import { OutcomeRepository } from './outcome.repository.js';
import { ServingModule } from './serving.module.js';

const CARD = 'base1-4|Holofoil';
const DAY = '2025-06-01' as Day;

describe('GET /v1/cards/{card_id}/outcomes', () => {
  let http: HttpApp;
  let market: MarketBuilder;

  const ask = (query = '', card = CARD) => http.app.inject({ method: 'GET', url: `/v1/cards/${encodeURIComponent(card)}/outcomes${query}`, headers: { 'x-api-key': http.readKey } });

  beforeAll(async () => {
    http = await anHttpApp({ modules: [ServingModule] });
    market = await aMarket(http.database.url);
    const gameId = await market.game({ slug: 'pokemon' });
    const modelVersionId = await market.model({ gameId, name: 'theta' });
    const printingId = await market.printing({ gameId, cardId: CARD });
    await market.signal({ gameId, modelVersionId, printingId, day: DAY, signal: 'BUY', marketCents: 10_000 });
    const outcomes = http.app.get(OutcomeRepository);
    const seen = { 7: undefined, 30: { cents: 12_500, observedOn: '2025-06-29' } };
    for (const [days, realised] of Object.entries(seen)) {
      const maturity = { day: DAY, holdingDays: Number(days) };
      const judged = (await outcomes.matured(gameId, maturity)).map((signal) => ({ ...signal, ...judge(signal, realised, 0.1) }));
      await outcomes.save(gameId, maturity, judged, new Date('2025-07-01T00:00:00Z'));
    }
  });
  afterAll(async () => {
    await market?.close();
    await http?.close();
  });

  it('says what became of each signal, and where nobody saw a price', async () => {
    const price = (amount: string, minor: number) => ({ amount, amount_minor: minor, currency: 'USD' });
    const signal = { date: DAY, signal: 'BUY', market_price: price('100.00', 10_000) };
    expect((await ask('?from=2025-05-01&to=2025-06-30')).json()).toEqual({
      card_id: CARD,
      is_simulated: false,
      items: [
        { ...signal, holding_days: 7, realised_price: null, realised_on: null, realised_return_ratio: null, was_right: null },
        { ...signal, holding_days: 30, realised_price: price('125.00', 12_500), realised_on: '2025-06-29', realised_return_ratio: 0.25, was_right: true },
      ],
    });
  });

  it('answers only for the days asked, and for cards that there are', async () => {
    expect((await ask('?from=2025-06-02&to=2025-06-30')).json()).toMatchObject({ items: [] });
    expect((await ask('?from=2025-06-30&to=2025-06-02')).statusCode).toBe(422);
    expect((await ask('', 'nothing')).statusCode).toBe(404);
  });
});
