import { api, type Schemas } from '../api.js';
import { percent } from '../format.js';
import { useLoad } from '../load.js';
import { Empty, Load } from '../parts.js';

/** Why, in sentences: what moved the estimate, how such estimates did, what would change it. */
export function Explanation({ cardId }: { cardId: string }) {
  const explanation = useLoad((signal) => api.get('/v1/cards/{card_id}/explanation', { path: { card_id: cardId }, signal }), [cardId]);
  return (
    <section aria-labelledby="why">
      <h2 id="why">Why</h2>
      <Load of={explanation} what="the explanation">{(why) => <Why why={why} />}</Load>
    </section>
  );
}

function Why({ why }: { why: Schemas['ExplanationAnswer'] }) {
  const record = why.past_record as Schemas['PastRecordsAnswer'] | null | undefined;
  const would = why.what_would_change as Schemas['WouldChangesAnswer'] | null | undefined;
  const sentences = [record?.up, record?.down, would?.up, would?.down].flatMap((each) => (each ? [each.sentence] : []));
  return (
    <>
      {why.withheld !== null && <p class="note"><strong>No signal is given.</strong> {why.withheld.sentence}</p>}
      {why.up_probability !== null && <p>In the next {why.horizon_days} days: a rise with a probability of {percent(why.up_probability, 0)}, a fall with {percent(why.down_probability, 0)}.</p>}
      {why.formula !== null && <p>{why.formula}</p>}
      {why.kind === 'none' && <Empty>No model estimates this card{why.reason === null ? '' : `: ${why.reason.replaceAll('_', ' ')}`}.</Empty>}
      <Families title="For a rise" of={why.up} />
      <Families title="For a fall" of={why.down} />
      {sentences.length > 0 && <ul>{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>}
      {why.quality_flags.length > 0 && <><h3>What to know of its prices</h3><ul>{why.quality_flags.map(({ flag, sentence }) => <li key={flag}>{sentence}</li>)}</ul></>}
    </>
  );
}

function Families({ title, of }: { title: string; of: Schemas['ScoreExplanationAnswer'] | null }) {
  const families = of?.families.filter(({ effect }) => effect !== 'none') ?? [];
  if (families.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="families">
        {families.map(({ family, effect, share, sentence }) => (
          <li key={family}><span class={`tag tag-${effect}`}>{effect} it, {percent(share, 0)} of what speaks</span> {sentence}</li>
        ))}
      </ul>
    </>
  );
}
