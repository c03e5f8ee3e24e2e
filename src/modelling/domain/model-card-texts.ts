/** What a model is for, and what it is not for. */
export const INTENDED_USE: readonly string[] = [
  'To estimate the market price of a trading card some days ahead from prices observed by then, beside the last price.',
  'To rest BUY, SELL and HOLD on where the model has passed the gate; where it has not, its fair values are shown and no signal rests on them.',
  'Not for graded single copies, for other games or markets than the one it was trained on, or for a purchase without looking at the offer itself.',
  'Nothing here is financial advice.',
];

/** The limits of docs/modelling.md, word for word: a test compares the two. */
export const LIMITS: readonly string[] = [
  'No model knows news, reprints that are not yet priced, or the condition of the copy in your hand.',
  'Probabilities and intervals are calibrated on the past year. When a market turns they follow a horizon later: read a confidence beside `policy_record` and the track record.',
  'The published market price of a source lags what can be bought; part of any measured skill is the price catching up with asking prices.',
  'The published fees are those of sellers without a shop; tax on a sale, returns and condition are not in them. Postage is a rule of thumb.',
  'The curve\'s lump at "unchanged" is spread over -2 % to +2 %: a break-even in that range is known only roughly. Beyond +200 % its probability is an upper bound.',
  'The policy\'s replay buys at the market price; only live advice and signals see listings.',
  'History imported today was recorded today: replays use prices observed by the day, in their latest version.',
  'Prices of a game are compared with each other: one game, one currency.',
];

export const SIMULATED_NOTICE = 'This model was trained on a simulated market of invented cards. Its figures show how the product works and prove nothing about real cards.';
