import { api, type Schemas } from '../api.js';
import { count, day, money } from '../format.js';
import { type Loaded, useAct, useLoad } from '../load.js';
import { CardLink, Empty, Load, Said, SignalPill, Simulated, Table } from '../parts.js';
import { useMay } from '../session.js';
import { ImportList } from './collection-import.js';
import { Tray } from './collection-tray.js';

const NO_VALUE: Readonly<Record<string, string>> = {
  no_price: 'no price is known',
  no_price_of_grade: 'no price of that grade is known',
  no_price_of_condition: 'no price of that condition is known',
};
const MOST = 200;

/** What somebody has and watches, and what it is worth. */
export function Collection() {
  const mayWrite = useMay('write');
  const value = useLoad((signal) => api.get('/v1/collection/value', { signal }), []);
  const holdings = useLoad((signal) => api.get('/v1/collection/holdings', { query: { limit: MOST }, signal }), []);
  const watched = useLoad((signal) => api.get('/v1/collection/watchlist', { query: { limit: MOST }, signal }), []);
  const tray = useLoad((signal) => api.get('/v1/collection/tray', { query: { limit: 50 }, signal }), []);
  const refresh = () => [value, holdings, watched, tray].forEach(({ again }) => again());
  return (
    <>
      <h1>Collection</h1>
      <Simulated is={value.data?.is_simulated || watched.data?.items.some((each) => each.is_simulated)} />
      <Load of={value} what="what it is worth">{(worth) => <Worth worth={worth} />}</Load>
      {mayWrite ? <ImportList onDone={refresh} /> : <p class="muted">Taking lists in needs a key that may write.</p>}
      <Load of={tray} what="the tray">{({ items }) => <Tray items={items} onDone={refresh} />}</Load>
      <h2>Cards</h2>
      <Load of={holdings} what="the cards">{(list) => <Held list={list} onDone={refresh} />}</Load>
      <h2>Watchlist</h2>
      <Watched of={watched} />
      <h2>Take it away</h2>
      <p>Everything as <a href="/v1/collection/export?format=json" download target="_self">JSON</a>, or the cards as <a href="/v1/collection/export?format=csv" download target="_self">CSV</a>, which can be taken in again.</p>
    </>
  );
}

function Worth({ worth }: { worth: Schemas['CollectionValueAnswer'] }) {
  if (worth.totals.length === 0 && worth.unvalued.length === 0) return <Empty>There is no card in this collection yet. Take a list in, or add cards by the API.</Empty>;
  return (
    <>
      {worth.totals.map((total) => (
        <dl class="figures" key={total.currency}>
          <div><dt>At market prices</dt><dd><strong>{money(total.expected)}</strong> <span class="muted">{count(total.cards)} cards</span></dd></div>
          <div><dt>Conservative – optimistic</dt><dd>{money(total.conservative)} – {money(total.optimistic)}{total.cards_without_band > 0 && <span class="muted"> ({count(total.cards_without_band)} cards without a band, at their price)</span>}</dd></div>
        </dl>
      ))}
      <dl class="figures">
        {worth.unrealised.map(({ profit, cost, cards }) => <div key={profit.currency}><dt>Unrealised, of {count(cards)} cards whose cost is known</dt><dd>{money(profit)} <span class="muted">on {money(cost)}</span></dd></div>)}
        {worth.realised.map(({ profit, cards }) => <div key={profit.currency}><dt>Realised, of {count(cards)} cards sold</dt><dd>{money(profit)}</dd></div>)}
      </dl>
      {worth.unvalued.map(({ reason, cards }) => <p key={reason} class="stale">{count(cards)} cards are not counted: {NO_VALUE[reason] ?? reason}.</p>)}
      {worth.allocation.length > 0 && (
        <details>
          <summary>By set</summary>
          <Table caption="Value by set, the most valuable first" rows={worth.allocation} keyOf={({ set, value }) => `${set} ${value.currency}`} columns={[{ title: 'Set', of: ({ set }) => set }, { title: 'Value', of: ({ value }) => money(value), isNumber: true }]} />
        </details>
      )}
    </>
  );
}

function Held({ list, onDone }: { list: Schemas['HoldingListAnswer']; onDone: () => void }) {
  const mayWrite = useMay('write');
  const { act, said, problem } = useAct();
  if (list.items.length === 0) return <Empty>No card yet.</Empty>;
  const remove = (id: number) =>
    act(async () => {
      await api.delete('/v1/collection/holdings/{id}', { path: { id } });
      onDone();
      return 'Removed.';
    });
  return (
    <>
      {list.next_cursor !== null && <p class="muted">The first {count(list.items.length)} lots; the export has all.</p>}
      <Said said={said} problem={problem} />
      <Table
        caption="Lots" rows={list.items} keyOf={({ lot_id: id }) => id}
        columns={[
          { title: 'Card', of: (lot) => <CardLink card={lot} /> },
          { title: 'Kind', of: ({ condition, grade, language }) => [condition, grade, language].filter((part) => part !== '' && part !== 'RAW' && part !== 'UNSPECIFIED').join(', ') },
          { title: 'Quantity', of: ({ quantity }) => count(quantity), isNumber: true },
          { title: 'Cost of one', of: ({ unit_cost: cost }) => money(cost), isNumber: true },
          { title: 'Since', of: ({ acquired_on: since }) => day(since) },
          { title: 'Value', of: ({ value, no_value_reason: reason }) => (value === null ? <span class="muted">unknown: {NO_VALUE[reason ?? ''] ?? reason}</span> : <><strong>{money(value.mid)}</strong>{value.low !== null && <span class="band"> {money(value.low)} – {money(value.high)}</span>}</>), isNumber: true },
          { title: 'Price of', of: ({ price_observed_on: at, is_stale: isStale }) => (at === null ? '' : <span class={isStale ? 'stale' : undefined}>{day(at)}{isStale && ', stale'}</span>) },
          { title: 'Signal', of: ({ signal }) => <SignalPill signal={signal as string | null} /> },
          ...(mayWrite ? [{ title: 'Remove', of: ({ lot_id: id, name }: Schemas['HoldingAnswer']) => <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={() => remove(id)}>Remove</button> }] : []),
        ]}
      />
    </>
  );
}

function Watched({ of }: { of: Loaded<Schemas['WatchlistAnswer']> }) {
  return (
    <Load of={of} what="the watchlist">
      {({ items }) => items.length === 0 ? <Empty>No card is watched. A card's page has a button for that.</Empty> : (
        <Table
          caption="Watched cards" rows={items} keyOf={({ card_id: id }) => id}
          columns={[
            { title: 'Card', of: (card) => <CardLink card={card} /> },
            { title: 'Price', of: ({ market_price: price, is_stale: isStale }) => <span class={isStale ? 'stale' : undefined}>{money(price)}{isStale && ', stale'}</span>, isNumber: true },
            { title: 'Wished for', of: ({ target_price: target }) => (target === null ? '' : money(target)), isNumber: true },
            { title: 'Fair value', of: ({ fair_value: value }) => money(value), isNumber: true },
            { title: 'Signal', of: ({ signal }) => <SignalPill signal={signal as string | null} /> },
          ]}
        />
      )}
    </Load>
  );
}
