import { useMemo } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { Chart, type Line } from '../chart.js';
import { change, count, day, money } from '../format.js';
import { GameChoice, useGame } from '../game.js';
import { useLoad } from '../load.js';
import { CardLink, Empty, Load, SignalPill, Simulated, Table } from '../parts.js';
import { toLine } from '../series.js';

const NO_MARKS: readonly never[] = [];

/** How a whole market moved. */
export function Market() {
  const [game, setGame] = useGame();
  const market = useLoad((signal) => api.get('/v1/market', { query: game === '' ? {} : { game }, signal, timeoutMs: 30_000 }), [game]);
  return (
    <>
      <h1>Market</h1>
      <Simulated is={market.data?.is_simulated} />
      <GameChoice game={game} onChange={setGame} />
      <Load of={market} what="the market">{(data) => (data.date === null ? <Empty>No day has been evaluated yet.</Empty> : <Overview market={data} />)}</Load>
    </>
  );
}

function Overview({ market }: { market: Schemas['MarketAnswer'] }) {
  const lines = useMemo((): Line[] => [{ title: 'index', color: '--price', points: toLine(market.index.flatMap(({ date, value }) => (value === null ? [] : [{ day: date, value }]))) }], [market]);
  const last = market.index.at(-1);
  return (
    <>
      <dl class="figures">
        <div><dt>In a day, to {day(market.date)}</dt><dd><strong>{change(market.change_1d_ratio)}</strong></dd></div>
        <div><dt>In a week</dt><dd><strong>{change(market.change_7d_ratio)}</strong></dd></div>
        <div><dt>In 30 days</dt><dd><strong>{change(market.change_30d_ratio)}</strong></dd></div>
        {last !== undefined && <div><dt>Cards, in the week</dt><dd>{count(last.rising)} rose, {count(last.falling)} fell, {count(last.unchanged)} stood still</dd></div>}
      </dl>
      <h2>Index</h2>
      <p class="muted">100 on {day(market.index[0]?.date)}. What all cards of at least one whole unit have in common; cards that come or go do not move it.</p>
      <Chart name="market-index" summary={`Market index: 100 on ${market.index[0]?.date}, ${last?.value ?? 'unknown'} on ${last?.date}.`} unit="points" lines={lines} marks={NO_MARKS} />
      <h2>Signals</h2>
      <Table
        caption={`Signals of ${day(market.date)}`} rows={market.signals} keyOf={({ signal }) => signal ?? 'none'}
        columns={[
          { title: 'Signal', of: ({ signal }) => <SignalPill signal={signal} /> },
          { title: 'Cards', of: ({ count: cards }) => count(cards), isNumber: true },
          { title: 'New', of: ({ signal, new_count: fresh }) => (signal === null ? '' : count(fresh)), isNumber: true },
          { title: 'Share', of: ({ count: cards }) => <meter min={0} max={market.signals.reduce((sum, each) => sum + each.count, 0)} value={cards} aria-label={`${count(cards)} cards`} /> },
        ]}
      />
      <h2>Largest moves of the week</h2>
      <Moves caption="Rose most" moves={market.rising} />
      <Moves caption="Fell most" moves={market.falling} />
      <h2>Sets</h2>
      <Table
        caption="Sets, the largest first" rows={market.sets} keyOf={({ set }) => set}
        columns={[
          { title: 'Set', of: ({ set }) => set },
          { title: 'Cards', of: ({ cards }) => count(cards), isNumber: true },
          { title: 'In a week', of: ({ change_7d_ratio: ratio }) => change(ratio), isNumber: true },
          { title: 'In 30 days', of: ({ change_30d_ratio: ratio }) => change(ratio), isNumber: true },
        ]}
      />
      <h2>Breadth</h2>
      <Table
        caption="How many cards rose or fell by more than 1 %, week by week" rows={market.index.slice(1).toReversed()} keyOf={({ date }) => date}
        columns={[
          { title: 'Week to', of: ({ date }) => day(date) },
          { title: 'Rose', of: ({ rising }) => count(rising), isNumber: true },
          { title: 'Fell', of: ({ falling }) => count(falling), isNumber: true },
          { title: 'Stood still', of: ({ unchanged }) => count(unchanged), isNumber: true },
        ]}
      />
    </>
  );
}

function Moves({ caption, moves }: { caption: string; moves: readonly Schemas['MoverAnswer'][] }) {
  if (moves.length === 0) return <Empty>{caption}: no card moved that way.</Empty>;
  return (
    <Table
      caption={caption} rows={moves} keyOf={({ card }) => card.card_id}
      columns={[
        { title: 'Card', of: ({ card }) => <CardLink card={card} /> },
        { title: 'A week before', of: ({ previous_price: price }) => money(price), isNumber: true },
        { title: 'Price', of: ({ price }) => money(price), isNumber: true },
        { title: 'Change', of: ({ change_ratio: ratio }) => change(ratio), isNumber: true },
      ]}
    />
  );
}
