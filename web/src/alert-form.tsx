import { useState } from 'preact/hooks';
import { api, type Schemas } from './api.js';
import { useAct } from './load.js';
import { Said } from './parts.js';

type Rule = Schemas['CreateAlertRule'];

/** What can be waited for: in which words, and what has to be said with it. */
const KINDS = {
  price_below: { words: 'costs so much or less', part: 'price' },
  price_above: { words: 'costs so much or more', part: 'price' },
  fall: { words: 'falls within a week by', part: 'percent' },
  rise: { words: 'rises within a week by', part: 'percent' },
  under_fair_value: { words: 'is under its fair value by', part: 'percent' },
  over_fair_value: { words: 'is over its fair value by', part: 'percent' },
  signal: { words: 'has the signal', part: 'signal' },
  spike: { words: 'jumps out of its usual moves', part: 'nothing' },
  stale: { words: 'has had no new price for so many days', part: 'days' },
  target_price: { words: 'costs what I wish for, or less', part: 'nothing' },
} as const;
type Kind = keyof typeof KINDS;

const SCOPES = { watchlist: 'a card on my watchlist', holdings: 'a card that I have' } as const;

/** Waits for something of one card, or of all that somebody watches or has. */
export function AlertForm({ cardId, currency, onDone }: { cardId?: string; currency: string; onDone?: () => void }) {
  const [kind, setKind] = useState<Kind>(cardId === undefined ? 'under_fair_value' : 'price_below');
  const [scope, setScope] = useState<keyof typeof SCOPES>('watchlist');
  const [value, setValue] = useState('');
  const [confidence, setConfidence] = useState('');
  const [signal, setSignal] = useState<'BUY' | 'SELL' | 'HOLD'>('BUY');
  const [isOnce, setIsOnce] = useState(false);
  const { act, isBusy, said, problem } = useAct();
  const { part } = KINDS[kind];
  const hasConfidence = kind === 'under_fair_value' || kind === 'over_fair_value';
  const parts = (): Partial<Rule> => {
    const amount = Number(value);
    if (part === 'price') return { price_minor: Math.round(amount * (currency === 'JPY' ? 1 : 100)), currency: currency as 'USD' };
    if (part === 'percent') return { ratio: amount / 100, ...(hasConfidence && confidence !== '' ? { min_confidence: Number(confidence) / 100 } : {}) };
    if (part === 'days') return { days: amount };
    return part === 'signal' ? { signals: [signal] } : {};
  };
  const add = () =>
    act(async () => {
      const rule = await api.post('/v1/my/alert-rules', { body: { kind, ...(cardId === undefined ? { scope } : { card_id: cardId }), ...parts(), is_once: isOnce } as Rule });
      onDone?.();
      return `You are told when it ${rule.words}.`;
    });
  const kinds = (Object.keys(KINDS) as Kind[]).filter((each) => each !== 'target_price' || (cardId === undefined && scope === 'watchlist'));
  const label = part === 'price' ? `How much, in ${currency}` : part === 'percent' ? 'How much, in %' : 'How many days';
  return (
    <form class="row" aria-label="A new alert" onSubmit={(event) => { event.preventDefault(); add(); }}>
      {cardId === undefined && <p class="field"><label for="alert-scope">Tell me when</label><select id="alert-scope" value={scope} onChange={(event) => setScope(event.currentTarget.value as typeof scope)}>{Object.entries(SCOPES).map(([each, words]) => <option key={each} value={each}>{words}</option>)}</select></p>}
      <p class="field"><label for="alert-kind">{cardId === undefined ? 'does this' : 'Tell me when it'}</label><select id="alert-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>{kinds.map((each) => <option key={each} value={each}>{KINDS[each].words}</option>)}</select></p>
      {part === 'signal' && <p class="field"><label for="alert-signal">Signal</label><select id="alert-signal" value={signal} onChange={(event) => setSignal(event.currentTarget.value as typeof signal)}>{['BUY', 'SELL', 'HOLD'].map((each) => <option key={each}>{each}</option>)}</select></p>}
      {(part === 'price' || part === 'percent' || part === 'days') && <p class="field"><label for="alert-value">{label}</label><input id="alert-value" type="number" min={part === 'days' ? 1 : 0.01} step={part === 'days' ? 1 : 'any'} required value={value} onInput={(event) => setValue(event.currentTarget.value)} /></p>}
      {hasConfidence && <p class="field"><label for="alert-confidence">With a confidence of at least, in % (not needed)</label><input id="alert-confidence" type="number" min="0" max="100" step="any" value={confidence} onInput={(event) => setConfidence(event.currentTarget.value)} /></p>}
      <p class="check"><input id="alert-once" type="checkbox" checked={isOnce} onChange={(event) => setIsOnce(event.currentTarget.checked)} /><label for="alert-once">Only once</label></p>
      <button type="submit" disabled={isBusy}>Set an alert</button>
      <Said said={said} problem={problem} />
    </form>
  );
}
