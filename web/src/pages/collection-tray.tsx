import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { count } from '../format.js';
import { useAct } from '../load.js';
import { Said } from '../parts.js';
import { useMay } from '../session.js';

export function Problems({ of }: { of: readonly Schemas['RowProblemAnswer'][] }) {
  return <span>{of.map(({ detail }) => detail).join(' ')}</span>;
}

/** Rows that wait until somebody says which card they are. */
export function Tray({ items, onDone }: { items: readonly Schemas['TrayRowAnswer'][]; onDone: () => void }) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="tray">
      <h2 id="tray">Tray</h2>
      <p>{count(items.length)} rows of your lists could not be used. Nothing of them is lost.</p>
      <div class="cards">{items.map((row) => <Row key={row.id} row={row} onDone={onDone} />)}</div>
    </section>
  );
}

function Row({ row, onDone }: { row: Schemas['TrayRowAnswer']; onDone: () => void }) {
  const mayWrite = useMay('write');
  const choices = row.problems.flatMap((problem) => problem.choices);
  const [cardId, setCardId] = useState(choices[0]?.card_id ?? '');
  const [quantity, setQuantity] = useState('');
  const { act, isBusy, said, problem } = useAct();
  const path = { id: row.id };
  const fix = () =>
    act(async () => {
      await api.post('/v1/collection/tray/{id}/fix', { path, body: { card_id: cardId.trim(), ...(quantity === '' ? {} : { quantity: Number(quantity) }) } });
      onDone();
      return 'Taken.';
    });
  const dismiss = () =>
    act(async () => {
      await api.delete('/v1/collection/tray/{id}', { path });
      onDone();
      return undefined;
    });
  return (
    <section class="card" aria-label={`Line ${row.line}`}>
      <h3>Line {row.line}</h3>
      <p class="muted">{Object.values(row.said as Record<string, string>).filter((text) => text !== '').join(', ')}</p>
      <p><Problems of={row.problems} /></p>
      {mayWrite && (
        <form class="row" onSubmit={(event) => { event.preventDefault(); fix(); }}>
          <p class="field">
            <label for={`card-${row.id}`}>Card</label>
            {choices.length > 0
              ? <select id={`card-${row.id}`} value={cardId} onChange={(event) => setCardId(event.currentTarget.value)}>{choices.map(({ card_id: id, name }) => <option key={id} value={id}>{name}</option>)}</select>
              : <input id={`card-${row.id}`} required placeholder="its id, from its page" value={cardId} onInput={(event) => setCardId(event.currentTarget.value)} />}
          </p>
          <p class="field"><label for={`quantity-${row.id}`}>Quantity, if the list does not say</label><input id={`quantity-${row.id}`} type="number" min="1" value={quantity} onInput={(event) => setQuantity(event.currentTarget.value)} /></p>
          <button type="submit" disabled={isBusy || cardId.trim() === ''}>Take it</button>
          <button type="button" class="quiet" disabled={isBusy} onClick={dismiss}>Throw away</button>
        </form>
      )}
      <Said said={said} problem={problem} />
    </section>
  );
}
