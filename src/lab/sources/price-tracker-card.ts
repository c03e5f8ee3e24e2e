import { addDays, type Day, toDay } from '../../shared/day.js';
import { printedNumber, type LabCard, type LabSet, type LabVariant } from '../domain/lab-market.js';
import { printingOf, tcgplayerQuote, type PricedThing, valueCents } from '../domain/lab-quotes.js';
import { instantOn, type LabView, major, majorOrNull } from '../lab-source.js';
import { tcgplayerName } from './tcgcsv.source.js';

/** How much of the market price a card brings in this condition. */
const CONDITIONS: Readonly<Record<string, number>> = { 'Near Mint': 1, 'Lightly Played': 0.85, 'Moderately Played': 0.7, 'Heavily Played': 0.55, Damaged: 0.4 };
const STALE_DAYS = 104;

/** How far the history of an answer goes back, and in how many points. */
export interface HistoryWindow {
  readonly days: number;
  readonly maxDataPoints: number;
}

interface Point {
  readonly date: string;
  readonly market: number;
  readonly volume: number | null;
}

/** A card as pokemonpricetracker.com v2 writes it. */
export function priceTrackerCard(card: LabCard, view: LabView, more: { history?: HistoryWindow | undefined; hasEbay: boolean }): object {
  const scrapedAt = instantOn(view.day, '15:29:30').toISOString();
  return {
    id: `lab${String(card.index).padStart(21, '0')}`, tcgPlayerId: String(card.ids.tcgplayer), setId: card.set.ids.tcgplayer, setName: card.set.name,
    name: tcgplayerName(card), cardNumber: printedNumber(card), totalSetNumber: null, rarity: card.rarity, cardType: null, hp: String(30 + 10 * (card.number % 9)),
    stage: 'Basic', attacks: [], weakness: '', resistance: '', retreatCost: '1', artist: 'Nobody', pokemonType: 'Colorless', energyType: ['Colorless'],
    flavorText: '<em>Invented.</em>', tcgPlayerUrl: `https://tcgplayer.invalid/product/${card.ids.tcgplayer}`,
    prices: pricesOf(card, view), imageUrl: `https://images.invalid/product/${card.ids.tcgplayer}_200w.jpg`, needsDetailedScrape: false, dataCompleteness: 'complete',
    lastScrapedAt: scrapedAt, createdAt: '2026-01-20T11:33:21.962Z', updatedAt: scrapedAt,
    variants: Object.fromEntries(card.variants.map((variant) => [variant, variantOf(card, variant, view)])),
    printingsAvailable: card.variants, externalCatalogId: card.ids.pokemontcg,
    ...(more.history ? { priceHistory: historyOf(card, view, more.history) } : {}),
    ...(more.hasEbay ? { ebay: ebayOf(card, view) } : {}),
  };
}

function pricesOf(card: LabCard, view: LabView): object {
  const quote = tcgplayerQuote(printingOf(view.market.seed, card, card.variants[0]!), view.dayNumber);
  const at = (day: Day) => instantOn(day, '00:00:00').toISOString();
  const byCondition = (thing: PricedThing, day: Day, number: number) => Object.fromEntries(Object.entries(CONDITIONS).map(([condition, factor]) => {
    const price = major(Math.max(1, Math.round(valueCents(thing, number) * factor)));
    return [condition, { price, listings: null, priceString: `$${price.toFixed(2)}`, lastUpdated: at(day) }];
  }));
  const usual = printingOf(view.market.seed, card, card.variants[0]!);
  return {
    market: majorOrNull(quote.marketCents), low: major(quote.lowCents), sellers: 3 + (card.number % 40), listings: 0, primaryPrinting: card.variants[0],
    lastUpdated: instantOn(view.day, '15:29:30').toISOString(),
    variants: Object.fromEntries(card.variants.map((variant) => [variant, byCondition(printingOf(view.market.seed, card, variant), view.day, view.dayNumber)])),
    // Nobody keeps this one up to date any more.
    conditions: byCondition(usual, addDays(view.day, -STALE_DAYS), view.dayNumber - STALE_DAYS),
  };
}

function variantOf(card: LabCard, variant: LabVariant, view: LabView): object {
  const quote = tcgplayerQuote(printingOf(view.market.seed, card, variant), view.dayNumber);
  return { printing: variant, marketPrice: majorOrNull(quote.marketCents), lowPrice: major(quote.lowCents), conditionUsed: `Near Mint ${variant}` };
}

function historyOf(card: LabCard, view: LabView, window: HistoryWindow): unknown {
  const variants = Object.fromEntries(card.variants.map((variant) => [variant, conditionsOf([printingOf(view.market.seed, card, variant)], view, window)]));
  // All printings in one series: what made this block useless.
  const conditions = conditionsOf(card.variants.map((variant) => printingOf(view.market.seed, card, variant)), view, window);
  const near = conditions['Near Mint']!.history;
  switch (view.faults.reshaped) {
    case 'flat-list': return near.map(({ date, market }) => ({ date: date.slice(0, 10), price: market }));
    case 'flat-map': return Object.fromEntries(near.map(({ date, market }) => [date.slice(0, 10), market]));
    case 'conditions-only': return { conditions, ...trackedOf(card, view, near.length) };
    default: return { variants, conditions: { ...conditions, Holofoil: { history: [], dataPoints: 0, latestPrice: near.at(-1)?.market ?? null, latestDate: near.at(-1)?.date ?? null, priceRange: null } }, ...trackedOf(card, view, near.length) };
  }
}

function trackedOf(card: LabCard, view: LabView, points: number): object {
  const updated = instantOn(view.day, '06:31:53').toISOString();
  return {
    conditions_tracked: Object.keys(CONDITIONS), variants_tracked: card.variants, totalDataPoints: points * Object.keys(CONDITIONS).length * card.variants.length,
    earliestDate: '2025-01-27T00:00:00.000Z', latestDate: instantOn(view.day, '00:00:00').toISOString(), lastUpdated: updated, createdAt: '2025-09-04T10:03:09.469Z', updatedAt: updated,
  };
}

function conditionsOf(things: readonly PricedThing[], view: LabView, window: HistoryWindow) {
  const days = daysOf(view.dayNumber, window);
  return Object.fromEntries(Object.entries(CONDITIONS).map(([condition, factor]) => {
    const history = days.map((day): Point => {
      const cents = things.reduce((sum, thing) => sum + valueCents(thing, day), 0) / things.length;
      return { date: `${toDay(day)}T00:00:00.000Z`, market: major(Math.max(1, Math.round(cents * factor))), volume: day === view.dayNumber ? null : 1 + (day % 5) };
    });
    const prices = history.map((point) => point.market);
    const last = history.at(-1);
    return [condition, {
      history, dataPoints: history.length, latestPrice: last?.market ?? null, latestDate: last?.date ?? null,
      priceRange: prices.length === 0 ? null : { min: Math.min(...prices), max: Math.max(...prices) },
    }];
  }));
}

/** Every n-th day back from the last one, so that no more points come than were asked for. */
function daysOf(last: number, { days, maxDataPoints }: HistoryWindow): number[] {
  const step = Math.ceil(days / maxDataPoints);
  return Array.from({ length: Math.ceil(days / step) }, (_, i) => last - i * step).toReversed();
}

function ebayOf(card: LabCard, view: LabView): object {
  const at = instantOn(view.day, '09:11:06').toISOString();
  const raw = valueCents(printingOf(view.market.seed, card, card.variants[0]!), view.dayNumber);
  const grade = (factor: number, count: number) => {
    const price = major(Math.round(raw * factor));
    return {
      count, totalValue: price * count, averagePrice: price, medianPrice: price, minPrice: price, maxPrice: price, marketPrice7Day: null, marketPriceMedian7Day: null,
      dailyVolume7Day: null, marketTrend: null, lastMarketUpdate: at, smartMarketPrice: { price, confidence: 'medium', method: '90day_filtered_weighted', daysUsed: 90 },
    };
  };
  return {
    updatedAt: at, lastScrapedDate: at, lastEbayCheck: at, salesByGrade: { psa9: grade(2, 4), psa10: grade(4, 2) },
    salesVelocity: { dailyAverage: 0.1, weeklyAverage: 0.5, monthlyTotal: 2 }, priceHistory: {}, totalSales: 6, gradesTracked: ['psa9', 'psa10'],
  };
}

/** A set as pokemonpricetracker.com v2 writes it. */
export function priceTrackerSet(set: LabSet, view: LabView): object {
  return {
    id: `lab${String(set.ids.tcgplayer).padStart(21, '0')}`, tcgPlayerId: `${set.abbreviation}-${set.name}`.toLowerCase().replaceAll(' ', '-'),
    tcgPlayerNumericId: set.ids.tcgplayer, name: `${set.abbreviation}: ${set.name}`, series: 'Laboratory', releaseDate: `${set.releasedOn}T00:00:00.000Z`,
    cardCount: set.cardCount, hasPriceGuide: true, noPriceGuideReason: null, createdAt: '2026-01-20T11:33:21.962Z', updatedAt: instantOn(view.day, '06:00:00').toISOString(),
  };
}
