/** What a model is for, and what it is not for. */
export const INTENDED_USE: readonly string[] = [
  'To estimate the market price of a trading card some days ahead from prices observed by then, beside the last price.',
  'To rest BUY, SELL and HOLD on where the model has passed the gate; where it has not, its fair values are shown and no signal rests on them.',
  'Not for graded single copies, for other games or markets than the one it was trained on, or for a purchase without looking at the offer itself.',
  'Nothing here is financial advice.',
];

/** The limits of docs/modelling.md, word for word: a test compares the two. */
export const LIMITS: readonly string[] = [
  'The ladder reads prices only. It has no opinion on a card with no history, and no news.',
  'Probabilities are calibrated on the past year. When a market turns they lag: on sealed products the calibration error of P(up) is 0.096. Read a confidence beside `policy_record` and the track record.',
  'One horizon (28 days) serves holding horizons of 7, 14 and 30 days.',
  'Signals are gross: fees, postage and condition are not in them. A card 10 % below fair value is not a flip with a profit of 10 %.',
  'The published market price of a source lags what can be bought; part of any measured skill is the price catching up.',
  'There is no hysteresis in the policy: a card near a threshold may change its signal from day to day. The gate bounds how often.',
  'History imported today was recorded today: replays use prices observed by the day, in their latest version.',
  'Prices of a game are compared with each other: one game, one currency.',
];

export const SIMULATED_NOTICE = 'This model was trained on a simulated market of invented cards. Its figures show how the product works and prove nothing about real cards.';
