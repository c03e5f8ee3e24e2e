/** Money as `/v1` answers it. */
export interface SaidMoney {
  readonly amount_minor: number;
  readonly currency: string;
  readonly amount: string;
}

export interface SaidSignal {
  readonly card_id: string;
  readonly name: string;
  readonly signal: 'BUY' | 'SELL';
  readonly market_price: SaidMoney | null;
  readonly fair_value: SaidMoney | null;
  /** Calibrated probability that the signal turns out right; null where it cannot be known. */
  readonly confidence: number | null;
}

/** The new BUY and SELL signals of one game and day, in the words of the webhook. Kept with the event as it was told. */
export interface SignalsContent {
  readonly game: string;
  readonly date: string;
  /** True: this market is made up, and so is every number here. */
  readonly is_simulated: boolean;
  /** All there are; `items` may be fewer. */
  readonly count: number;
  readonly buy_count: number;
  readonly sell_count: number;
  readonly items: readonly SaidSignal[];
}

export const MAX_SIGNAL_ITEMS = 50;
/** So many are listed for people. */
const MAX_LINES = 20;

/** Those most worth acting on first: with the highest confidence, and of equals by card. Never changes what it is given. */
export function signalsContent(of: Pick<SignalsContent, 'game' | 'date' | 'is_simulated'>, signals: readonly SaidSignal[]): SignalsContent {
  const buys = signals.filter((each) => each.signal === 'BUY').length;
  const ranked = signals.toSorted((a, b) => (b.confidence ?? -1) - (a.confidence ?? -1) || (a.card_id < b.card_id ? -1 : 1));
  return { ...of, count: signals.length, buy_count: buys, sell_count: signals.length - buys, items: ranked.slice(0, MAX_SIGNAL_ITEMS) };
}

export function signalsKey({ game, date }: Pick<SignalsContent, 'game' | 'date'>): string {
  return `signals:${game}:${date}`;
}

export function signalsTitle(content: SignalsContent): string {
  return `${content.is_simulated ? 'Simulated: ' : ''}${content.buy_count} new BUY and ${content.sell_count} new SELL signals of ${content.game} for ${content.date}`;
}

/** A line for each, as far as there is room. */
export function signalsText(content: SignalsContent): string {
  const lines = content.items.slice(0, MAX_LINES).map((item) => {
    const prices = [item.market_price && `at ${shown(item.market_price)}`, item.fair_value && `fair value ${shown(item.fair_value)}`].filter((part) => part !== null);
    return `${item.signal} ${item.name} (${item.card_id})${prices.length === 0 ? '' : `: ${prices.join(', ')}`}`;
  });
  const more = content.count - lines.length;
  const notice = content.is_simulated ? ['This market is simulated: cards and prices are invented.'] : [];
  return [...notice, ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

export function signalsSubject({ game, date, is_simulated, count, buy_count, sell_count }: SignalsContent): Readonly<Record<string, string | number | boolean>> {
  return { game, day: date, is_simulated, count, buy_count, sell_count };
}

function shown({ amount, currency }: SaidMoney): string {
  return `${amount} ${currency}`;
}
