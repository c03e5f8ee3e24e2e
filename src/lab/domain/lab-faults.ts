import type { Day } from '../../shared/day.js';
import { hashText } from '../../shared/random.js';
import { drawAt } from './draws.js';

/** The sources the laboratory imitates. */
export const LAB_PROVIDERS = ['tcgcsv', 'cardmarket', 'tcgdex', 'pokemonpricetracker', 'pokemontcg'] as const;
export type LabProvider = (typeof LAB_PROVIDERS)[number];

/** Other shapes an answer can have. The last three are of pokemonpricetracker alone: what its history looked like, or was said to. */
export const SHAPES = ['renamed', 'object', 'conditions-only', 'flat-list', 'flat-map'] as const;
export type Shape = (typeof SHAPES)[number];

/** What is wrong with one source. Nothing set: nothing is wrong. */
export interface Faults {
  /** Answered instead of what was asked for, such as 500 or 403. */
  readonly status?: number | undefined;
  /** 429, as when the minute is full or the day's credits are gone. */
  readonly limited?: 'minute' | 'daily' | undefined;
  /** The call is never answered. */
  readonly hangs?: boolean | undefined;
  /** The body comes in ten pieces, so many milliseconds apart. */
  readonly trickleMs?: number | undefined;
  /** body: half of it, well delivered. connection: it breaks off half way. */
  readonly truncated?: 'body' | 'connection' | undefined;
  /** Share of the calls that meet the faults above, 0 to 1, drawn by the seed; of nothing above, of status 500. Not set: all calls. */
  readonly failRatio?: number | undefined;

  /** The fields have other names or shapes. */
  readonly reshaped?: Shape | undefined;
  /** Prices and stamps of this day are served on. */
  readonly frozenOn?: Day | undefined;
  /** TCGplayer ids of two cards that have exchanged all their ids. */
  readonly swapped?: readonly [number, number] | undefined;
  /** TCGplayer id of a card whose prices are a hundred times too high. */
  readonly hundredfold?: number | undefined;
  /** What TCGdex now says the unit of Cardmarket's numbers is; the numbers stay. */
  readonly currency?: string | undefined;

  /** The faults end after so many calls. */
  readonly calls?: number | undefined;
  /** The faults end at this instant (ISO 8601). */
  readonly until?: string | undefined;
  /** Only calls whose path contains this. */
  readonly path?: string | undefined;
}

/** How one call is delivered wrongly; nothing set: it is not. */
export type DeliveryFaults = Pick<Faults, 'status' | 'limited' | 'hangs' | 'trickleMs' | 'truncated'>;

/**
 * What happens to the n-th call since the faults were set. The same seed, source and n give the same answer.
 *
 * @param call counts from 0.
 */
export function deliveryFaults(faults: Faults, seed: number, provider: LabProvider, call: number): DeliveryFaults {
  const { failRatio, status, limited, hangs, trickleMs, truncated } = faults;
  if (failRatio !== undefined && drawAt(seed, hashText(provider), call) >= failRatio) return {};
  const named = { status, limited, hangs, trickleMs, truncated };
  const isNothingNamed = Object.values(named).every((value) => value === undefined);
  return failRatio !== undefined && isNothingNamed ? { status: 500 } : named;
}

/** Whether the faults still hold for a call. */
export function areInForce(faults: Faults, call: { readonly path: string; readonly number: number; readonly atMs: number }): boolean {
  if (faults.path !== undefined && !call.path.includes(faults.path)) return false;
  if (faults.calls !== undefined && call.number >= faults.calls) return false;
  return faults.until === undefined || call.atMs < Date.parse(faults.until);
}
