import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { change, count, day, daysOld, money } from '../format.js';
import { useLoad } from '../load.js';
import { CardLink, Confidence, Empty, FairValue, Load, SignalPill, Simulated } from '../parts.js';
import { ADVICE_TITLES, flagWords, SIGNAL_MEANING, staleWords } from '../words.js';
import { GameChoice, useGame } from '../game.js';
import { Field, Filters, type Filter } from './today-filters.js';

type Item = Schemas['TodayItemAnswer'];
type Signal = 'BUY' | 'SELL' | 'HOLD';

const NO_FILTER: Filter = { profile: '', advice: '', set: '', category: '', min_price: '', max_price: '', liquid: false, changed: false };

/** The strongest signals of the last evaluated day, and what they come to after costs. */
export function Today() {
  const [game, setGame] = useGame();
  const [signal, setSignal] = useState<Signal>('BUY');
  const [filter, setFilter] = useState(NO_FILTER);
  const today = useLoad((abort) => api.get('/v1/today', { query: { ...toQuery(filter), signal, ...(game === '' ? {} : { game }) }, signal: abort }), [game, signal, filter]);
  return (
    <>
      <h1>Today</h1>
      <Simulated is={today.data?.is_simulated} />
      <div class="row">
        <GameChoice game={game} onChange={setGame} />
        <Field label="Signal" id="signal">
          <select id="signal" value={signal} onChange={(event) => setSignal(event.currentTarget.value as Signal)}>
            {(['BUY', 'SELL', 'HOLD'] as const).map((each) => <option key={each} value={each}>{each}: {SIGNAL_MEANING[each]}</option>)}
          </select>
        </Field>
      </div>
      <Filters filter={filter} onChange={setFilter} />
      <Load of={today} what="today's signals">
        {(list) => (
          <>
            <Counts list={list} />
            {list.date === null ? (
              <Empty>No day has been evaluated yet. The pipeline does that once a day; <a href="/pipeline">see how it goes</a>.</Empty>
            ) : list.items.length === 0 ? (
              <Nothing signal={signal} declined={list.declined} />
            ) : (
              <ol class="cards" aria-label={`${signal} signals, the surest first`}>{list.items.map((item) => <TodayItem key={item.card.card_id} item={item} />)}</ol>
            )}
          </>
        )}
      </Load>
    </>
  );
}

function Nothing({ signal, declined }: { signal: Signal; declined: readonly Schemas['DeclinedAnswer'][] }) {
  return (
    <div class="empty">
      <p>No {signal} fits. That is an answer too.</p>
      {declined.length > 0 && <p>Why cards got no signal that day:</p>}
      <ul>{declined.map(({ reason, count: cards, sentence }) => <li key={reason}>{count(cards)} cards: {sentence}</li>)}</ul>
    </div>
  );
}

function toQuery({ profile, advice, set, category, min_price: min, max_price: max, liquid, changed }: Filter) {
  return {
    ...(profile === '' ? {} : { profile }),
    ...(advice === '' ? {} : { advice }),
    ...(set === '' ? {} : { set }),
    ...(category === '' ? {} : { category }),
    ...(min === '' ? {} : { min_price: Number(min) }),
    ...(max === '' ? {} : { max_price: Number(max) }),
    ...(liquid ? { liquid: 'true' as const } : {}),
    ...(changed ? { changed: 'true' as const } : {}),
  };
}

function Counts({ list }: { list: Schemas['TodayAnswer'] }) {
  const of = (signal: string | null) => list.counts.find((each) => each.signal === signal);
  if (list.date === null) return null;
  return (
    <p class="counts">
      {day(list.date)}:{' '}
      {(['BUY', 'SELL', 'HOLD'] as const).map((signal) => (
        <span key={signal}>{count(of(signal)?.count ?? 0)} {signal}{(of(signal)?.new_count ?? 0) > 0 && ` (${count(of(signal)?.new_count)} new since the day before)`}, </span>
      ))}
      {count(of(null)?.count ?? 0)} without a signal. <a href="/report">On paper</a>
    </p>
  );
}

function TodayItem({ item: { card, prediction, advice, signal_since: since } }: { item: Item }) {
  return (
    <li class="card">
      <div class="card-head"><CardLink card={card} /><SignalPill signal={prediction.signal} reason={prediction.reason} /></div>
      <dl class="figures">
        <div><dt>Price</dt><dd><strong>{money(prediction.market_price)}</strong> <Freshness of={prediction} /></dd></div>
        <div><dt>Fair value{prediction.horizon_days !== null && ` in ${prediction.horizon_days} days`}</dt><dd><FairValue of={prediction} /></dd></div>
        <div><dt>Confidence</dt><dd><Confidence ratio={prediction.confidence} /></dd></div>
        <div><dt>Expected after your costs</dt><dd>{change(advice.expected_net_return_ratio)}</dd></div>
        <div><dt>Break-even</dt><dd>{advice.break_even === null ? <span class="muted">unknown</span> : <>{money(advice.break_even.price)} <span class="muted">({change(advice.break_even.move_ratio)} from the market price)</span></>}</dd></div>
        <div><dt>Since</dt><dd>{since === prediction.date ? 'new that day' : day(since)}</dd></div>
      </dl>
      <Advice of={advice} />
      {prediction.flags.length > 0 && <p class="flags">{prediction.flags.map(({ flag }) => <span key={flag} class="flag">{flagWords(flag)}</span>)}</p>}
    </li>
  );
}

function Freshness({ of: { freshness, data_age_days: ageDays } }: { of: Schemas['PredictionAnswer'] }) {
  if (freshness === null) return <span class="muted">age unknown</span>;
  return (
    <span class={freshness.stale ? 'stale' : 'muted'}>
      {daysOld(ageDays)}{freshness.source !== null && `, ${freshness.source}`}{freshness.stale && `: stale, ${staleWords(freshness.stale_reason)}`}
    </span>
  );
}

function Advice({ of }: { of: Schemas['AdviceAnswer'] }) {
  const kinds = [['collection', of.collection], ['flip', of.flip], ['wait_before_selling', of.wait_before_selling]] as const;
  const yes = kinds.filter(([, item]) => item.answer === 'yes');
  return yes.length === 0 ? null : <p class="advice">{yes.map(([kind]) => <span key={kind} class="tag">{ADVICE_TITLES[kind]}</span>)}</p>;
}
