import { api, type Schemas } from '../api.js';
import { change, count, day, money, percent } from '../format.js';
import { GameChoice, useGame } from '../game.js';
import { useLoad } from '../load.js';
import { CardLink, Empty, FairValue, Load, Simulated, Table } from '../parts.js';

const MOST = 25;

/** One day on paper: what is to be bought and sold, and how such signals did. */
export function Report() {
  const [game, setGame] = useGame();
  const query = game === '' ? {} : { game };
  const report = useLoad(async (signal) => {
    const [buy, sell, record] = await Promise.all([
      api.get('/v1/today', { query: { ...query, signal: 'BUY', limit: MOST }, signal }),
      api.get('/v1/today', { query: { ...query, signal: 'SELL', limit: MOST }, signal }),
      api.get('/v1/track-record', { query, signal }),
    ]);
    return { buy, sell, record };
  }, [game]);
  return (
    <>
      <div class="row no-print"><GameChoice game={game} onChange={setGame} /><button type="button" onClick={() => window.print()}>Print</button></div>
      <Load of={report} what="the report">
        {({ buy, sell, record }) => (
          <>
            <h1>PokeWatch, {buy.date === null ? 'not evaluated yet' : day(buy.date)}</h1>
            <Simulated is={buy.is_simulated} />
            <p>{buy.counts.map(({ signal, count: cards, new_count: fresh }) => `${count(cards)} ${signal ?? 'without a signal'}${fresh > 0 ? ` (${count(fresh)} new)` : ''}`).join(', ')}. Net of the costs of {buy.profile}.</p>
            <Listed title="Buy" items={buy.items} />
            <Listed title="Sell" items={sell.items} />
            <Done record={record} />
          </>
        )}
      </Load>
    </>
  );
}

function Listed({ title, items }: { title: string; items: readonly Schemas['TodayItemAnswer'][] }) {
  return (
    <>
      <h2>{title}</h2>
      {items.length === 0 ? <Empty>Nothing.</Empty> : (
        <Table
          caption={`${title}: the surest first`} rows={items} keyOf={({ card }) => card.card_id}
          columns={[
            { title: 'Card', of: ({ card }) => <CardLink card={card} /> },
            { title: 'Price', of: ({ prediction }) => money(prediction.market_price), isNumber: true },
            { title: 'Fair value', of: ({ prediction }) => <FairValue of={prediction} /> },
            { title: 'Confidence', of: ({ prediction }) => percent(prediction.confidence, 0), isNumber: true },
            { title: 'After costs', of: ({ advice }) => change(advice.expected_net_return_ratio), isNumber: true },
          ]}
        />
      )}
    </>
  );
}

function Done({ record }: { record: Schemas['TrackRecordAnswer'] }) {
  const judged = record.items.filter((row) => row.judged > 0);
  return (
    <>
      <h2>How such signals did</h2>
      {judged.length === 0 ? <Empty>None is old enough to be judged.</Empty> : (
        <Table
          caption="By signal and days after it" rows={judged} keyOf={(row) => `${row.signal} ${row.holding_days}`}
          columns={[
            { title: 'Signal', of: ({ signal }) => signal },
            { title: 'After', of: ({ holding_days: days }) => `${days} days`, isNumber: true },
            { title: 'Judged', of: (row) => count(row.judged), isNumber: true },
            { title: 'Right', of: ({ precision_ratio: ratio }) => percent(ratio), isNumber: true },
            { title: 'Base rate', of: ({ base_ratio: ratio }) => percent(ratio), isNumber: true },
          ]}
        />
      )}
    </>
  );
}
