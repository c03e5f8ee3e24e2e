/** Why we decline to say, a sentence each: the one place they are explained in. Declining is not HOLD. */
export const REASON_SENTENCES = {
  no_history: 'No price that could be believed is known by that day.',
  stale_source: 'The price was worked out too long ago to say anything about that day.',
  source_frozen: 'Nothing in the whole feed of the source has changed for days: it repeats itself, whatever the date it writes on it.',
  quarantined_price: 'The newest price cannot be true for all we know and is in quarantine; the last verified one is shown, and nothing is decided on it.',
  unconfirmed_spike: 'The price jumped out of its usual moves, and no second market moved with it by at least half as much: a sale into it, or a purchase after a fall, may rest on a slip.',
  no_fair_value: 'No model estimates this card on that day.',
  no_demonstrated_skill: 'The model has not shown that it does better than chance at this.',
  no_calibration: 'The model gives no calibrated probability for this card.',
  other_currency: 'The fixed costs of the profile are in another currency than the price.',
} as const;

export type Reason = keyof typeof REASON_SENTENCES;
export const REASONS = Object.keys(REASON_SENTENCES) as Reason[];
