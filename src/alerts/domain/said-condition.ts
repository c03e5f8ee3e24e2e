import type { CardCondition, ConditionKind, RuleSignal } from './card-condition.js';

/** What somebody waits for as they say it: a kind, and of the rest what belongs to it. */
export interface SaidCondition {
  readonly kind: ConditionKind;
  readonly priceMinor?: number | undefined;
  readonly currency?: string | undefined;
  readonly ratio?: number | undefined;
  readonly days?: number | undefined;
  readonly minConfidence?: number | undefined;
  readonly signals?: readonly RuleSignal[] | undefined;
}

type Part = Exclude<keyof SaidCondition, 'kind'>;

/** A part that is missing or has no place, by its name in requests. */
export interface ConditionProblem {
  readonly field: string;
  readonly reason: string;
}

const FIELDS: Readonly<Record<Part, string>> = { priceMinor: 'price_minor', currency: 'currency', ratio: 'ratio', days: 'days', minConfidence: 'min_confidence', signals: 'signals' };

const PRICE = { needed: ['priceMinor'], allowed: ['currency'] } as const;
const MOVE = { needed: ['ratio'], allowed: ['days'] } as const;
const GAP = { needed: ['ratio'], allowed: ['minConfidence'] } as const;
const PARTS: Readonly<Record<ConditionKind, { readonly needed: readonly Part[]; readonly allowed: readonly Part[] }>> = {
  price_below: PRICE,
  price_above: PRICE,
  target_price: { needed: [], allowed: [] },
  rise: MOVE,
  fall: MOVE,
  under_fair_value: GAP,
  over_fair_value: GAP,
  signal: { needed: ['signals'], allowed: [] },
  spike: { needed: [], allowed: [] },
  stale: { needed: ['days'], allowed: [] },
};

const WEEK_DAYS = 7;

/** What is missing, and what does not belong to the kind: a word that is not heard would be a surprise later. */
export function conditionProblems(said: SaidCondition): ConditionProblem[] {
  const { needed, allowed } = PARTS[said.kind];
  return (Object.keys(FIELDS) as Part[]).flatMap((part): ConditionProblem[] => {
    const field = FIELDS[part];
    if (said[part] === undefined) return needed.includes(part) ? [{ field, reason: `${field} is missing; ${said.kind} needs it` }] : [];
    return needed.includes(part) || allowed.includes(part) ? [] : [{ field, reason: `${field} does not belong to ${said.kind}; expected ${[...needed, ...allowed].map((each) => FIELDS[each]).join(', ') || 'nothing beside it'}` }];
  });
}

/** Said parts without {@link conditionProblems} -> a condition. */
export function toCondition(said: SaidCondition): CardCondition {
  const { kind, priceMinor = 0, currency = 'USD', ratio = 0, days = WEEK_DAYS, minConfidence = null, signals = [] } = said;
  switch (kind) {
    case 'price_below':
    case 'price_above':
      return { kind, priceMinor, currency };
    case 'rise':
    case 'fall':
      return { kind, ratio, days };
    case 'under_fair_value':
    case 'over_fair_value':
      return { kind, ratio, minConfidence };
    case 'signal':
      return { kind, signals };
    case 'stale':
      return { kind, days };
    case 'target_price':
    case 'spike':
      return { kind };
  }
}
