import type { PrintingId } from '../../src/shared/ids.js';
import { seededRandom, type Random } from '../../src/shared/random.js';
import type { PrintingFacts, Series } from '../../src/shared/series.js';
import type { FeaturePanel, FeatureRows } from '../../src/features/domain/compute-feature-rows.js';

/** Values by day number; a day that is not there is not observed. */
type ByDay = Readonly<Record<number, number>>;

/** For specs. `aSeries({ market: { 0: 100, 7: 110 } })`: one observation for every day that occurs in any column. */
export function aSeries({ printingId = 1, market = {}, low = {}, mid = {}, listings = {} }: {
  printingId?: number;
  market?: ByDay;
  low?: ByDay;
  mid?: ByDay;
  listings?: ByDay;
}): Series {
  const days = Int32Array.from(new Set([market, low, mid, listings].flatMap((column) => Object.keys(column).map(Number)))).toSorted();
  const column = (byDay: ByDay): Float64Array => Float64Array.from(days, (day) => byDay[day] ?? NaN);
  return {
    printingId: printingId as PrintingId,
    days,
    marketCents: column(market),
    lowCents: column(low),
    midCents: column(mid),
    listingCount: column(listings),
  };
}

/** For specs. A printing of set 1 that is the only one of its card, unless said otherwise. */
export function someFacts({ printingId = 1, ...facts }: Partial<Omit<PrintingFacts, 'printingId'>> & { printingId?: number } = {}): PrintingFacts {
  return {
    printingId: printingId as PrintingId,
    setId: 1,
    cardRef: printingId,
    releasedOnDay: NaN,
    rarity: null,
    character: null,
    collectorNumber: NaN,
    variant: 'Normal',
    productType: 'Cards',
    category: null,
    ...facts,
  };
}

/** For specs. The value of one feature for one printing; fails where either is not there. */
export function valueOf(rows: FeatureRows, name: string, printingId = 1): number {
  const row = rows.printingIds.indexOf(printingId);
  const column = rows.names.indexOf(name);
  if (row < 0 || column < 0) throw new Error(`no ${name} of printing ${printingId}`);
  return rows.values[row * rows.names.length + column] as number;
}

/**
 * For specs. `printingCount` printings in two sets, two variants to a card, with every column observed on each of `days`:
 * prices that stand still on half of the days and jump by up to a fifth on the others.
 */
export function aFullPanel(printingCount: number, days: readonly number[], seed = 1): FeaturePanel {
  const random = seededRandom(seed);
  const printingIds = Array.from({ length: printingCount }, (_, i) => i + 1);
  return {
    facts: printingIds.map((printingId) => {
      const cardRef = Math.ceil(printingId / 2);
      return someFacts({ printingId, setId: cardRef % 2, cardRef, releasedOnDay: -100 });
    }),
    series: printingIds.map((printingId) => aWanderingSeries(printingId, days, random)),
  };
}

function aWanderingSeries(printingId: number, days: readonly number[], random: Random): Series {
  let cents = 200 + Math.floor(random() * 5_000);
  const marketCents = Float64Array.from(days, () => {
    if (random() < 0.5) cents = Math.max(1, Math.round(cents * (0.8 + 0.4 * random())));
    return cents;
  });
  return {
    printingId: printingId as PrintingId,
    days: Int32Array.from(days),
    marketCents,
    lowCents: marketCents.map((market) => market * (0.6 + 0.3 * random())),
    midCents: marketCents.map((market) => market * (0.9 + 0.4 * random())),
    listingCount: marketCents.map(() => Math.floor(random() * 40)),
  };
}
