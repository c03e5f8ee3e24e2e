import type { PrintingId } from '../../src/shared/ids.js';
import { normal, type Random, seededRandom } from '../../src/shared/random.js';
import type { PrintingFacts, Series } from '../../src/shared/series.js';
import type { Panel } from '../../src/modelling/domain/fair-value-model.js';

/** A series for tests: `[[day, cents], ...]`; listings unless told are unknown. */
export function aSeries(points: readonly (readonly [number, number])[], listingCount = NaN, printingId = 1): Series {
  const unknown = new Float64Array(points.length).fill(NaN);
  return {
    printingId: printingId as PrintingId,
    days: Int32Array.from(points, ([day]) => day),
    marketCents: Float64Array.from(points, ([, cents]) => cents),
    lowCents: unknown,
    midCents: unknown,
    listingCount: new Float64Array(points.length).fill(listingCount),
  };
}

export function someFacts(overrides: Partial<PrintingFacts> = {}): PrintingFacts {
  return {
    printingId: 1 as PrintingId,
    setId: 1,
    cardRef: 1,
    releasedOnDay: NaN,
    rarity: null,
    character: null,
    collectorNumber: NaN,
    variant: 'Normal',
    productType: 'single',
    category: null,
    ...overrides,
  };
}

export function aPanel(...series: Series[]): Panel {
  return { facts: series.map((one) => someFacts({ printingId: one.printingId })), series };
}

export interface SimulatedMarket {
  readonly series: number;
  readonly days: number;
  readonly stepDays: number;
  /** Share of one step's log return that goes on in the next: 0 is a random walk. */
  readonly momentum: number;
  readonly volatility?: number;
  readonly seed: number;
}

/** A made-up market: AR(1) log returns, each series with its own start between $6 and $300; categories alternate. */
export function aMarket(market: SimulatedMarket): Panel {
  const random = seededRandom(market.seed);
  const series = Array.from({ length: market.series }, (_, i) => simulate(market, random, i + 1));
  const facts = series.map((one, i) => someFacts({ printingId: one.printingId, category: i % 2 === 0 ? 'chase' : 'meta' }));
  return { facts, series };
}

function simulate(market: SimulatedMarket, random: Random, printingId: number): Series {
  const points: [number, number][] = [];
  let price = 600 * 50 ** random();
  let move = 0;
  for (let day = 0; day < market.days; day += market.stepDays) {
    points.push([day, Math.max(1, Math.round(price))]);
    move = market.momentum * move + (market.volatility ?? 0.03) * normal(random);
    price *= Math.exp(move);
  }
  return aSeries(points, Math.floor(40 * random()), printingId);
}
