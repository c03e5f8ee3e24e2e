/** Says in plain words what a feature's value means. */
type Sentence = (value: number) => string;

/** A log ratio as whole percents of change. */
const percentOf = (logRatio: number): number => Math.round(100 * (Math.exp(logRatio) - 1));
const share = (value: number): string => `${Math.round(100 * value)} %`;

function moved(who: string, days: number): Sentence {
  return (value) => {
    const percent = percentOf(value);
    if (percent === 0) return `${who} did not move in ${days} days.`;
    return `${who} ${percent > 0 ? 'rose' : 'fell'} ${Math.abs(percent)} % in ${days} days.`;
  };
}

/** `than`: what is compared with, as in "more than the market price". */
function compared(who: string, than: string, words: readonly [above: string, below: string]): Sentence {
  return (value) => {
    const percent = percentOf(value);
    return percent === 0 ? `${who} neither ${words[0]} nor ${words[1]} ${than}.` : `${who} ${Math.abs(percent)} % ${percent > 0 ? words[0] : words[1]} ${than}.`;
  };
}

function asking(who: string, than: string): Sentence {
  return (value) => {
    const percent = percentOf(value);
    if (percent === 0) return `${who} about ${than}.`;
    return percent > 0 ? `${who} at least ${percent} % more than ${than}.` : `${who} ${-percent} % less than ${than}, or still less.`;
  };
}

function extremeStep(kind: 'rise' | 'fall', weeks: number): Sentence {
  const sign = kind === 'rise' ? 1 : -1;
  return (value) => {
    const percent = sign * percentOf(value);
    if (percent <= 0) return `It had no weekly ${kind} in ${weeks} weeks.`;
    return `Its largest weekly ${kind} in ${weeks} weeks was ${percent} %.`;
  };
}

const groupShare = (who: string, direction: 'rose' | 'fell'): Sentence => (value) => `${share(value)} of ${who} ${direction} at least 10 % in 28 days.`;
const setAge: Sentence = (value) => (value < 0 ? `Its set comes out in ${Math.round(-value)} days.` : `Its set came out ${Math.round(value)} days ago.`);
const averageStep = (who: string): Sentence => (value) => `${who} ${(100 * Math.expm1(value)).toFixed(1)} % a week on average over half a year.`;
const ago28: Sentence = (value) => {
  const percent = percentOf(value);
  if (percent === 0) return 'Half of the sellers ask about what the card cost 28 days ago.';
  return `The median asking price is ${Math.abs(percent)} % ${percent > 0 ? 'above' : 'below'} the market price of 28 days ago.`;
};

const SENTENCES: Readonly<Record<string, Sentence>> = {
  log_mid_to_market: asking('Half of the sellers ask', 'the market price'),
  log_low_to_market: (value) => {
    const percent = percentOf(value);
    if (percent === 0) return 'The cheapest offer is about the market price.';
    return `The cheapest offer is ${Math.abs(percent)} % ${percent > 0 ? 'above' : 'below'} the market price.`;
  },
  mid_to_market_28d_ago: ago28,
  mid_gap_over_game: compared('Its asking prices, next to its market price, are', 'than is usual in the game', ['higher', 'lower']),
  rank_mid_gap: (value) => `Its asking prices stand further above the market price than those of ${share(value)} of the cards.`,
  rank_low_gap: (value) => `Its cheapest offer stands further above the market price than those of ${share(value)} of the cards.`,
  largest_step_13w: extremeStep('rise', 13),
  largest_step_26w: extremeStep('rise', 26),
  smallest_step_13w: extremeStep('fall', 13),
  smallest_step_26w: extremeStep('fall', 26),
  changed_share_13w: (value) => `Its price changed in ${share(value)} of the last 13 weeks.`,
  unchanged_share_28d: (value) => `Its price stood still on ${share(value)} of the last 28 days.`,
  unchanged_share_91d: (value) => `Its price stood still on ${share(value)} of the last 91 days.`,
  absolute_step_26w: averageStep('Its price moved'),
  set_median_absolute_step: averageStep('A typical card of its set moved'),
  volatility_91d: (value) => `Its price swings by about ${(100 * value).toFixed(1)} % a day, over 91 days.`,
  rise_10_share_52w: (value) => `${share(value)} of its 28-day moves of a year were rises of at least 10 %.`,
  fall_10_share_52w: (value) => `${share(value)} of its 28-day moves of a year were falls of at least 10 %.`,
  set_rise_10_share: groupShare('its set', 'rose'),
  set_fall_10_share: groupShare('its set', 'fell'),
  peers_rise_10_share: groupShare('the cards of its set, rarity and variant', 'rose'),
  peers_fall_10_share: groupShare('the cards of its set, rarity and variant', 'fell'),
  game_rise_10_share: groupShare('the game', 'rose'),
  game_fall_10_share: groupShare('the game', 'fell'),
  set_mean_return_7d: moved('Its set', 7),
  set_mean_return_28d: moved('Its set', 28),
  set_mean_return_91d: moved('Its set', 91),
  game_median_return_28d: moved('A typical card of the game', 28),
  game_median_return_91d: moved('A typical card of the game', 91),
  log_return_7d: moved('Its price', 7),
  log_return_28d: moved('Its price', 28),
  log_return_91d: moved('Its price', 91),
  log_price_to_low_28d: (value) => (percentOf(value) === 0 ? 'Its price is at its lowest of 28 days.' : `Its price is ${percentOf(value)} % above its lowest of 28 days.`),
  log_price_over_hedonic: compared('Its price is', 'what its set, rarity, variant and character lead one to expect', ['above', 'below']),
  log_price_over_peers: compared('Its price is', 'that of a typical card of its set, rarity and variant', ['above', 'below']),
  set_age_days: setAge,
  young_set_age_days: setAge,
  log_price_cents: (value) => `Its price is ${(Math.exp(value) / 100).toFixed(2)}.`,
};

/** Which feature says what is usual for a card, and in which words. */
const USUAL: Readonly<Record<string, { readonly feature: string; readonly sentence: Sentence }>> = {
  log_mid_to_market: { feature: 'mid_gap_mean_26w', sentence: usualGap },
  log_low_to_market: { feature: 'low_gap_mean_26w', sentence: usualGap },
};

function usualGap(value: number): string {
  const percent = percentOf(value);
  return percent === 0 ? 'Over half a year it was about the same as the market price.' : `Over half a year it was ${Math.abs(percent)} % ${percent > 0 ? 'above' : 'below'} on average.`;
}

/** What is usual for this card where a feature has such a fellow and it is known; empty otherwise. `valueOf` is NaN for what is not known. */
export function usualSentenceOf(name: string, valueOf: (feature: string) => number): string {
  const usual = USUAL[name];
  if (!usual || Number.isNaN(valueOf(usual.feature))) return '';
  return usual.sentence(valueOf(usual.feature));
}

/** The sentence of a feature's value, with the description where there is no template; a missing value says so. */
export function sentenceOf(name: string, value: number, description = name): string {
  if (Number.isNaN(value)) return `Not known: ${description}.`;
  return SENTENCES[name]?.(value) ?? `${description}: ${Number(value.toPrecision(3))}`;
}
