import type { Schemas } from '../api.js';
import { day, money, percent } from '../format.js';
import { SignalPill, Table } from '../parts.js';

type Outcome = Schemas['SignalOutcomeAnswer'];
const MAX_CHANGES = 12;

/** When something else was said of a card than the day before, and what became of it. */
export function Signals({ predictions, outcomes }: { predictions: readonly Schemas['PredictionAnswer'][]; outcomes: readonly Outcome[] }) {
  const changes = predictions.filter(({ signal }, index) => signal !== predictions[index - 1]?.signal).toReversed().slice(0, MAX_CHANGES);
  if (changes.length === 0) return null;
  // Of several judgements of a signal the one that gave it the longest.
  const longest = new Map(outcomes.map((outcome) => [outcome.date, outcome]));
  return (
    <Table
      caption="When the signal changed, the latest first" rows={changes} keyOf={({ date }) => date}
      columns={[
        { title: 'Day', of: ({ date }) => day(date) },
        { title: 'Signal', of: ({ signal, reason }) => <SignalPill signal={signal} reason={reason} /> },
        { title: 'Price', of: ({ market_price: price }) => money(price), isNumber: true },
        { title: 'Fair value', of: ({ fair_value: value }) => money(value), isNumber: true },
        { title: 'Confidence', of: ({ confidence }) => percent(confidence, 0), isNumber: true },
        { title: 'What became of it', of: ({ date, signal }) => (signal === null ? '' : <Became of={longest.get(date)} />) },
      ]}
    />
  );
}

function Became({ of }: { of: Outcome | undefined }) {
  if (of === undefined) return <span class="muted">too young to be judged</span>;
  if (of.was_right === null) return <span class="muted">no price was seen in {of.holding_days} days</span>;
  return <>{of.was_right ? 'right' : 'wrong'}: {money(of.realised_price)} after {of.holding_days} days ({(of.realised_return_ratio ?? 0) > 0 && '+'}{percent(of.realised_return_ratio, 1)})</>;
}
