/** Why no signal is given, short; the API's own sentence is longer. */
const REASONS: Readonly<Record<string, string>> = {
  no_history: 'no price that can be believed',
  stale_source: 'the price is too old',
  source_frozen: 'the source repeats itself',
  quarantined_price: 'the newest price is in quarantine',
  unconfirmed_spike: 'a jump that nothing bears out',
  no_fair_value: 'no model estimates it',
  no_demonstrated_skill: 'the model has not shown skill',
  no_calibration: 'no calibrated probability',
  other_currency: 'costs are in another currency',
  below_fair_value: 'the price is below fair value',
  rise_likely: 'a rise is likely enough',
  not_cheap: 'not cheap enough',
  break_even_likely: 'break-even is likely',
  break_even_unlikely: 'break-even is unlikely',
  no_net_gain_expected: 'no gain expected after costs',
  gain_expected: 'a gain is expected',
  no_gain_expected: 'no gain is expected',
  fall_likely: 'a fall is likely',
  no_selling_channel: 'this profile sells nothing',
};

const FLAGS: Readonly<Record<string, string>> = {
  QUARANTINED: 'newer prices are in quarantine',
  SPIKE: 'jumped out of its usual moves',
  THIN: 'hardly any listings',
  SOLO: 'one seller only moved it',
  LISTING_PULLED: 'listings were pulled',
};

const FAIR_VALUE_KINDS: Readonly<Record<string, string>> = {
  model: 'estimated by the model',
  last_price: 'no model says anything of it yet: the last price stands',
  prior: 'it has no price of its own: cards like it cost that',
  none: 'nothing is known',
};

const STALE: Readonly<Record<string, string>> = { source_late: 'its source is late', source_frozen: 'its source repeats itself', old_price: 'it is old' };

const asWords = (code: string): string => code.replaceAll('_', ' ');

export const reasonWords = (code: string): string => REASONS[code] ?? asWords(code);
export const flagWords = (flag: string): string => FLAGS[flag] ?? asWords(flag.toLowerCase());
export const fairValueWords = (kind: string): string => FAIR_VALUE_KINDS[kind] ?? asWords(kind);
export const staleWords = (reason: string | null): string => (reason === null ? 'it is old' : (STALE[reason] ?? asWords(reason)));

/** What a signal means, for somebody who sees one for the first time. */
export const SIGNAL_MEANING: Readonly<Record<string, string>> = {
  BUY: 'likely to rise by more than it costs to trade',
  SELL: 'likely to fall',
  HOLD: 'neither is likely enough',
};

export const ADVICE_TITLES: Readonly<Record<string, string>> = {
  collection: 'Cheap for your collection',
  flip: 'Worth buying to sell again',
  wait_before_selling: 'Wait before selling',
};
