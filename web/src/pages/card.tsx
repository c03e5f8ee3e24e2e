import { useMemo, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { api, type Schemas } from '../api.js';
import { Chart, type Line, type Mark } from '../chart.js';
import { count, day, daysOld, instant, money, percent } from '../format.js';
import { useLoad } from '../load.js';
import { Confidence, Empty, FairValue, Load, SignalPill, Simulated, Table } from '../parts.js';
import { gapCount, toLine } from '../series.js';
import { flagWords, reasonWords, SIGNAL_MEANING, staleWords } from '../words.js';
import { Explanation } from './card-explanation.js';
import { Mine } from './card-mine.js';
import { Net } from './card-net.js';
import { Signals } from './card-signals.js';
import { WrongCard } from './card-wrong.js';

const SPANS = { '90': 'Quarter', '365': 'Year', '1095': '3 years' } as const;
const MS_PER_DAY = 86_400_000;

/** Everything there is to know of one card. */
export function Card() {
  const { params } = useRoute();
  const cardId = decodeURIComponent(params['id'] ?? '');
  const card = useLoad((signal) => api.get('/v1/cards/{card_id}', { path: { card_id: cardId }, signal }), [cardId]);
  return <Load of={card} what="the card">{(details) => <Details card={details} />}</Load>;
}

function Details({ card }: { card: Schemas['CardDetailAnswer'] }) {
  const { latest_price: price, latest_prediction: prediction } = card;
  return (
    <article>
      <h1>{card.name}</h1>
      <p class="muted">{[card.set, card.number, card.rarity ?? '', card.variant, card.condition, card.grade, card.language].filter((part) => part !== '').join(' · ')}{card.set_released_on !== null && ` · its set came out on ${day(card.set_released_on)}`}</p>
      <Simulated is={card.is_simulated} />
      <section aria-labelledby="now">
        <h2 id="now">Now</h2>
        <dl class="figures">
          <div><dt>Market price</dt><dd>{price === null ? <span class="muted">unknown: no price was ever observed</span> : <><strong>{money(price.market)}</strong> <PriceAge price={price} /></>}</dd></div>
          {price !== null && <div><dt>Listings, lowest – highest</dt><dd>{money(price.low)} – {money(price.high)} <span class="muted">({count(price.listing_count)} listings)</span></dd></div>}
          {prediction !== null && <div><dt>Fair value{prediction.horizon_days !== null && ` in ${prediction.horizon_days} days`}</dt><dd><FairValue of={prediction} /></dd></div>}
          {prediction !== null && <div><dt>Signal of {day(prediction.date)}</dt><dd><SignalPill signal={prediction.signal} reason={prediction.reason} /> <span class="muted">{prediction.signal === null ? reasonWords(prediction.reason ?? '') : SIGNAL_MEANING[prediction.signal]}</span></dd></div>}
          {prediction !== null && <div><dt>Confidence</dt><dd><Confidence ratio={prediction.confidence} /></dd></div>}
        </dl>
        {(price?.flags.length ?? 0) > 0 && <p class="flags">{price?.flags.map(({ flag, since }) => <span key={flag} class="flag">{flagWords(flag)} since {day(since)}</span>)}</p>}
        {prediction === null && <Empty>Nothing was said of this card yet: its market has not been evaluated.</Empty>}
      </section>
      <History card={card} />
      <Explanation cardId={card.card_id} />
      <Net card={card} />
      <Mine card={card} />
      <Sources card={card} />
      <WrongCard card={card} />
    </article>
  );
}

function PriceAge({ price }: { price: Schemas['LatestPriceAnswer'] }) {
  const freshness = price.freshness as Schemas['PriceFreshness'] | null;
  if (freshness === null) return <span class="muted">of {day(price.observed_on)}, {price.source}</span>;
  return <span class={freshness.stale ? 'stale' : 'muted'}>{daysOld(freshness.age_days)}, {price.source}{freshness.stale && `: stale, ${staleWords(freshness.stale_reason)}`}</span>;
}

function History({ card }: { card: Schemas['CardDetailAnswer'] }) {
  const [span, setSpan] = useState<keyof typeof SPANS>('365');
  const history = useLoad(async (signal) => {
    // Back from the last price there is, which may be some time ago.
    const end = Date.parse(card.latest_price?.observed_on ?? card.latest_prediction?.date ?? new Date().toISOString());
    const query = { from: new Date(end - Number(span) * MS_PER_DAY).toISOString().slice(0, 10) };
    const ask = { path: { card_id: card.card_id }, query, signal };
    const [prices, predictions, outcomes] = await Promise.all([
      api.get('/v1/cards/{card_id}/prices', ask),
      api.get('/v1/cards/{card_id}/predictions', ask),
      api.get('/v1/cards/{card_id}/outcomes', ask),
    ]);
    return { prices: prices.items, predictions: predictions.items, outcomes: outcomes.items };
  }, [card.card_id, span]);
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <div class="row" role="group" aria-label="How far back">
        {(Object.keys(SPANS) as (keyof typeof SPANS)[]).map((each) => <button key={each} type="button" class="quiet" aria-pressed={each === span} onClick={() => setSpan(each)}>{SPANS[each]}</button>)}
      </div>
      <Load of={history} what="its history">{(told) => <Drawn card={card} {...told} />}</Load>
    </section>
  );
}

type Predictions = readonly Schemas['PredictionAnswer'][];

interface Told {
  card: Schemas['CardDetailAnswer'];
  prices: readonly Schemas['PriceAnswer'][];
  predictions: Predictions;
  outcomes: readonly Schemas['SignalOutcomeAnswer'][];
}

function Drawn({ card, prices, predictions, outcomes }: Told) {
  const unit = prices[0]?.market.currency ?? predictions.find((each) => each.fair_value !== null)?.fair_value?.currency ?? '';
  const lines = useMemo(() => linesOf(prices, predictions, unit), [prices, predictions, unit]);
  const marks = useMemo(() => marksOf(prices, predictions), [prices, predictions]);
  const observed = lines[0]?.points ?? [];
  if (prices.length === 0 && predictions.length === 0) return <Empty>No price was observed in this time.</Empty>;
  const first = observed[0];
  const last = observed.at(-1);
  const summary = first === undefined || last === undefined
    ? `Fair values of ${card.name}; no price was observed.`
    : `Market price of ${card.name}: ${first.value} ${unit} on ${first.day}, ${last.value} ${unit} on ${last.day}, with ${gapCount(observed)} gaps; ${marks.length} changes of the signal.`;
  return (
    <>
      <Chart name={card.card_id.replaceAll(/\W+/g, '-')} summary={summary} unit={unit} lines={lines} marks={marks} />
      <Signals predictions={predictions} outcomes={outcomes} />
    </>
  );
}

/** What is drawn is in one currency: what is in another is not on this chart. */
function linesOf(prices: readonly Schemas['PriceAnswer'][], predictions: Predictions, unit: string): Line[] {
  const valued = predictions.flatMap(({ date, fair_value: value, interval_80: band }) => (value?.currency === unit ? [{ date, value: Number(value.amount), band }] : []));
  const banded = valued.flatMap(({ date, band }) => (band === null ? [] : [{ date, lower: Number(band.lower.amount), upper: Number(band.upper.amount) }]));
  const observed = prices.flatMap(({ observed_on: date, market }) => (market.currency === unit ? [{ day: date, value: Number(market.amount) }] : []));
  const lines: Line[] = [
    { title: 'market price', color: '--price', points: toLine(observed) },
    { title: 'fair value', color: '--fair', points: toLine(valued.map(({ date, value }) => ({ day: date, value }))) },
    { title: 'lower 80 %', color: '--band', isDashed: true, points: toLine(banded.map(({ date, lower }) => ({ day: date, value: lower }))) },
    { title: 'upper 80 %', color: '--band', isDashed: true, points: toLine(banded.map(({ date, upper }) => ({ day: date, value: upper }))) },
  ];
  return lines.filter(({ points }) => points.length > 0);
}

/** The days on which the signal became another, as far as a price was observed that day. */
function marksOf(prices: readonly Schemas['PriceAnswer'][], predictions: Predictions): Mark[] {
  const observed = new Set(prices.map(({ observed_on: date }) => date));
  const changes = predictions.filter(({ signal }, index) => signal !== null && signal !== predictions[index - 1]?.signal);
  return changes.filter(({ date }) => observed.has(date)).map(({ date, signal }) => ({ day: date, kind: signal === 'BUY' ? 'up' : signal === 'SELL' ? 'down' : 'note', text: signal ?? '' }));
}

function Sources({ card }: { card: Schemas['CardDetailAnswer'] }) {
  const { latest_price: price } = card;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      {price !== null && <p>The price was recorded {instant(price.recorded_at)}; its source says it worked it out {price.source_updated_at === null ? 'at a time it does not tell' : instant(price.source_updated_at)}.</p>}
      <Table
        caption="What every source calls it" rows={card.sources} keyOf={({ source, external_id: id }) => `${source} ${id}`}
        columns={[
          { title: 'Source', of: ({ source }) => source },
          { title: 'Its name there', of: ({ external_id: id }) => id },
          { title: 'Currency', of: ({ currency }) => currency },
          { title: 'Matched by', of: ({ provenance }) => provenance },
          { title: 'Sure', of: ({ confidence }) => percent(confidence, 0), isNumber: true },
          { title: 'State', of: ({ state }) => state },
        ]}
      />
    </section>
  );
}
