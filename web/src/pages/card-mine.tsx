import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { useAct } from '../load.js';
import { Said } from '../parts.js';
import { useMay } from '../session.js';
import { AlertForm } from '../alert-form.js';

/** Keep an eye on a card, or say that one has it. */
export function Mine({ card }: { card: Schemas['CardDetailAnswer'] }) {
  const mayWrite = useMay('write');
  const [target, setTarget] = useState('');
  const [quantity, setQuantity] = useState('1');
  const [cost, setCost] = useState('');
  const { act, isBusy, said, problem } = useAct();
  if (!mayWrite) return null;
  const currency = card.latest_price?.market.currency ?? 'USD';
  const minor = (text: string) => Math.round(Number(text) * (currency === 'JPY' ? 1 : 100));
  const watch = () =>
    act(async () => {
      await api.put('/v1/collection/watchlist/{card_id}', { path: { card_id: card.card_id }, body: target === '' ? {} : { target_price_minor: minor(target), currency: currency as 'USD' } });
      return 'It is on your watchlist.';
    });
  const add = () =>
    act(async () => {
      await api.post('/v1/collection/holdings', { body: { card_id: card.card_id, quantity: Number(quantity), currency: currency as 'USD', ...(cost === '' ? {} : { unit_cost_minor: minor(cost) }) } });
      return 'It is in your collection.';
    });
  return (
    <section aria-labelledby="mine">
      <h2 id="mine">Mine</h2>
      <form class="row" onSubmit={(event) => { event.preventDefault(); watch(); }}>
        <p class="field"><label for="target">Price wished for, in {currency} (not needed)</label><input id="target" type="number" min="0" step="any" value={target} onInput={(event) => setTarget(event.currentTarget.value)} /></p>
        <button type="submit" disabled={isBusy}>Watch it</button>
      </form>
      <form class="row" onSubmit={(event) => { event.preventDefault(); add(); }}>
        <p class="field"><label for="quantity">How many I have</label><input id="quantity" type="number" min="1" required value={quantity} onInput={(event) => setQuantity(event.currentTarget.value)} /></p>
        <p class="field"><label for="cost">What one cost, in {currency} (not needed)</label><input id="cost" type="number" min="0" step="any" value={cost} onInput={(event) => setCost(event.currentTarget.value)} /></p>
        <button type="submit" disabled={isBusy}>Add to my collection</button>
      </form>
      <Said said={said} problem={problem} />
      <AlertForm cardId={card.card_id} currency={currency} />
    </section>
  );
}
