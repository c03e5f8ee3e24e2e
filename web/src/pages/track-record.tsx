import { api, type Schemas } from '../api.js';
import { Calibration, type ReliabilityBin } from '../calibration.js';
import { downloadCsv } from '../csv.js';
import { count, day, percent } from '../format.js';
import { GameChoice, useGame } from '../game.js';
import { useLoad } from '../load.js';
import { Empty, Load, SignalPill, Simulated, Table } from '../parts.js';

type Row = Schemas['SignalRecordAnswer'];
type Month = Schemas['SignalMonthAnswer'];

/** How past signals turned out, the losing ones included, beside what chance would have done. */
export function TrackRecord() {
  const [game, setGame] = useGame();
  const query = game === '' ? {} : { game };
  const record = useLoad((signal) => api.get('/v1/track-record', { query, signal }), [game]);
  const predictions = useLoad((signal) => api.get('/v1/track-record/predictions', { query, signal }), [game]);
  return (
    <>
      <h1>Track record</h1>
      <Simulated is={record.data?.is_simulated} />
      <GameChoice game={game} onChange={setGame} />
      <Load of={record} what="the record of the signals">{(data) => <Signals record={data} />}</Load>
      <CalibrationOfChampion game={game} />
      <h2>Fair values</h2>
      <p>How far fair values were from the price that came, beside the error of simply taking the last price. Below 100 % the model did better; months in which it did worse are marked.</p>
      <Load of={predictions} what="the record of the fair values">{(data) => <FairValues record={data} />}</Load>
    </>
  );
}

function Signals({ record }: { record: Schemas['TrackRecordAnswer'] }) {
  if (record.items.every(({ judged }) => judged === 0)) {
    return <Empty>No signal is old enough to be judged yet: that takes 7 days at least. {count(record.items.reduce((most, { given }) => Math.max(most, given), 0))} were given.</Empty>;
  }
  return (
    <>
      <p>
        Signals from {day(record.from)} to {day(record.to)}. A BUY was right if the price rose by {percent(record.move_ratio, 0)} or more within the days, a SELL if it fell by as much. The base rate is how often
        that happened to all cards: a signal is worth something where its precision is above it.
      </p>
      <Table caption="By signal and days after it" rows={record.items} keyOf={(row) => `${row.signal} ${row.holding_days}`} columns={COLUMNS} />
      <h3>By month</h3>
      <Table
        caption="By month; months that lost against the base rate are marked" rows={record.months.toReversed()} keyOf={(row) => `${row.month} ${row.signal} ${row.holding_days}`}
        columns={[{ title: 'Month', of: (row) => <>{row.month}{row.lost && <span class="tag tag-lowers">lost</span>}</> }, ...COLUMNS]}
      />
      <button type="button" class="quiet" onClick={() => download(record.months)}>Download by month (CSV)</button>
      {record.declined.length > 0 && (
        <>
          <h3>Declined</h3>
          <p>No signal was given so often in {record.declined_days} days, and why.</p>
          <ul>{record.declined.map(({ reason, count: times, sentence }) => <li key={reason}>{count(times)} times: {sentence}</li>)}</ul>
        </>
      )}
    </>
  );
}

const COLUMNS = [
  { title: 'Signal', of: ({ signal }: Row) => <SignalPill signal={signal} /> },
  { title: 'After', of: ({ holding_days: days }: Row) => `${days} days`, isNumber: true },
  { title: 'Given', of: ({ given }: Row) => count(given), isNumber: true },
  { title: 'Judged', of: ({ judged }: Row) => count(judged), isNumber: true },
  { title: 'Right', of: ({ precision_ratio: ratio }: Row) => percent(ratio), isNumber: true },
  { title: 'Base rate', of: ({ base_ratio: ratio }: Row) => percent(ratio), isNumber: true },
  { title: 'Lift', of: ({ lift_ratio: ratio }: Row) => (ratio === null ? 'unknown' : `${ratio.toFixed(2)} ×`), isNumber: true },
  { title: 'Recall', of: ({ recall_ratio: ratio }: Row) => percent(ratio), isNumber: true },
];

function download(months: readonly Month[]): void {
  const header = ['month', 'signal', 'holding_days', 'given', 'judged', 'good', 'precision_ratio', 'recall_ratio', 'base_ratio', 'lift_ratio', 'lost'] as const;
  downloadCsv('track-record.csv', header, months.map((month) => header.map((name) => month[name])));
}

function CalibrationOfChampion({ game }: { game: string }) {
  const champion = useLoad(async (signal) => {
    const { items } = await api.get('/v1/models', { query: { ...(game === '' ? {} : { game }), limit: 100 }, signal });
    const found = items.find((model) => model.is_champion);
    return found === undefined ? null : api.get('/v1/models/{id}', { path: { id: found.id }, signal });
  }, [game]);
  return (
    <>
      <h2>Calibration</h2>
      <Load of={champion} what="the calibration">
        {(model) => {
          const report = model?.report as { up?: { reliability?: ReliabilityBin[] }; down?: { reliability?: ReliabilityBin[] } } | undefined;
          const [up, down] = [report?.up?.reliability ?? [], report?.down?.reliability ?? []];
          if (model === null || up.length + down.length === 0) return <Empty>No model serves that states probabilities.</Empty>;
          return (
            <>
              <p>Of {model.name} version {model.version}, out of sample, before it was made the champion: of all estimates that said 30 %, about 30 % should have come true.</p>
              <div class="row">{up.length > 0 && <Calibration title="A rise" bins={up} />}{down.length > 0 && <Calibration title="A fall" bins={down} />}</div>
            </>
          );
        }}
      </Load>
    </>
  );
}

function FairValues({ record }: { record: Schemas['PredictionTrackRecordAnswer'] }) {
  const rows = record.served.flatMap(({ horizon_days: days, months }) => months.map((month) => ({ days, ...month }))).toReversed();
  if (rows.length === 0) return <Empty>No estimate is old enough to be judged yet.</Empty>;
  return (
    <Table
      caption="Fair values by horizon and month" rows={rows} keyOf={(row) => `${row.month} ${row.days}`}
      columns={[
        { title: 'Month', of: (row) => <>{row.month}{row.lost && <span class="tag tag-lowers">lost</span>}</> },
        { title: 'Horizon', of: (row) => `${row.days} days`, isNumber: true },
        { title: 'Estimates', of: (row) => count(row.count), isNumber: true },
        { title: 'Error, of that of the last price', of: (row) => percent(row.relative_log_error), isNumber: true },
        { title: 'Within the 80 % band', of: (row) => percent(row.coverage_80), isNumber: true },
      ]}
    />
  );
}
