import type { SaidMoney } from './signals-content.js';

/** What one rule found of one card on one day. Kept as it was told. */
export interface SaidFinding {
  readonly card_id: string;
  readonly name: string;
  readonly date: string;
  /** What it did: `it costs 9.50 USD, …`. */
  readonly what: string;
  readonly is_simulated: boolean;
  readonly signal: string | null;
  readonly market_price: SaidMoney | null;
  readonly fair_value: SaidMoney | null;
  readonly confidence: number | null;
  readonly note: string;
}

/** What a person's rules found, as one message tells it. */
export interface RulesContent {
  readonly is_digest: boolean;
  /** True where any of it is of a made-up market. */
  readonly is_simulated: boolean;
  /** All there are; `items` may be fewer. */
  readonly count: number;
  readonly items: readonly SaidFinding[];
}

const MAX_ITEMS = 50;
/** So many are listed for people. */
const MAX_LINES = 20;

export function rulesContent(findings: readonly SaidFinding[], isDigest: boolean): RulesContent {
  return { is_digest: isDigest, is_simulated: findings.some((each) => each.is_simulated), count: findings.length, items: findings.slice(0, MAX_ITEMS) };
}

export function rulesTitle({ count, items, is_digest: isDigest, is_simulated: isSimulated }: RulesContent): string {
  const first = items[0];
  const what = count === 1 && first !== undefined ? `${first.name}: ${first.what}` : `${count} of your alerts`;
  return `${isSimulated ? 'Simulated: ' : ''}${isDigest ? 'Your day: ' : ''}${what}`;
}

/** A line for each, as far as there is room. */
export function rulesText({ count, items, is_simulated: isSimulated }: RulesContent): string {
  const lines = items.slice(0, MAX_LINES).map(({ name, card_id: id, what, date, note }) => `${name} (${id}), ${date}: ${what}${note === '' ? '' : ` (${note})`}`);
  const notice = isSimulated ? ['This market is simulated: cards and prices are invented.'] : [];
  return [...notice, ...lines, ...(count > lines.length ? [`and ${count - lines.length} more`] : [])].join('\n');
}

export function rulesSubject({ count, is_digest, is_simulated }: RulesContent): Readonly<Record<string, string | number | boolean>> {
  return { count, is_digest, is_simulated };
}
