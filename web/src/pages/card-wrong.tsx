import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { useAct } from '../load.js';
import { Said } from '../parts.js';
import { useMay } from '../session.js';
import { Field } from './today-filters.js';

/** Tells that a price is that of another card: it is held back at once, and somebody looks. */
export function WrongCard({ card }: { card: Schemas['CardDetailAnswer'] }) {
  const mayWrite = useMay('write');
  const [source, setSource] = useState(card.sources[0]?.source ?? '');
  const [note, setNote] = useState('');
  const { act, isBusy, said, problem } = useAct();
  if (card.sources.length === 0) return null;
  const report = () =>
    act(async () => {
      await api.post('/v1/reports/wrong-card', { body: { card_id: card.card_id, source, ...(note.trim() === '' ? {} : { note: note.trim() }) } });
      return 'Thank you. Prices of that source are held back until somebody has looked.';
    });
  return (
    <details>
      <summary>Wrong card?</summary>
      {mayWrite ? (
        <form onSubmit={(event) => { event.preventDefault(); report(); }}>
          <p>If a source shows the price of another card here, say which: its prices are held back at once.</p>
          <Field label="Source" id="wrong-source">
            <select id="wrong-source" value={source} onChange={(event) => setSource(event.currentTarget.value)}>{[...new Set(card.sources.map((each) => each.source))].map((each) => <option key={each}>{each}</option>)}</select>
          </Field>
          <Field label="What is wrong (not needed)" id="wrong-note"><input id="wrong-note" maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} /></Field>
          <button type="submit" disabled={isBusy}>{isBusy ? 'Reporting…' : 'Report'}</button>
          <Said said={said} problem={problem} />
        </form>
      ) : <p>Reporting needs a key that may write.</p>}
    </details>
  );
}
