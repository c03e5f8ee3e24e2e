import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { change, money, percent } from '../format.js';
import { useLoad } from '../load.js';
import { Load } from '../parts.js';
import { ADVICE_TITLES, reasonWords } from '../words.js';
import { Field } from './today-filters.js';

type Profile = 'collection' | 'tcgplayer' | 'ebay' | 'cardmarket';

/** What is really left, by channel. */
export function Net({ card }: { card: Schemas['CardDetailAnswer'] }) {
  const [profile, setProfile] = useState<Profile>('tcgplayer');
  const profiles = useLoad((signal) => api.get('/v1/cost-profiles', { signal }), []);
  const advice = useLoad((signal) => api.get('/v1/cards/{card_id}/advice', { path: { card_id: card.card_id }, query: { profile }, signal }), [card.card_id, profile]);
  return (
    <section aria-labelledby="net">
      <h2 id="net">What would I really get?</h2>
      <Field label="Channel" id="channel">
        <select id="channel" value={profile} onChange={(event) => setProfile(event.currentTarget.value as Profile)}>
          {profiles.data?.items.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </Field>
      <Calculator card={card} profile={profile} />
      <Load of={advice} what="what is left">{(answer) => <Answer of={answer} />}</Load>
    </section>
  );
}

const COSTS: Readonly<Record<string, string>> = { commission: 'commission', payment: 'payment', fixed: 'fixed fee', postage: 'postage' };

/** Any price, line by line. */
function Calculator({ card, profile }: { card: Schemas['CardDetailAnswer']; profile: Profile }) {
  const market = card.latest_price?.market;
  const [price, setPrice] = useState(market?.amount ?? '');
  const currency = (market?.currency ?? 'USD') as 'USD';
  const minor = Math.round(Number(price) * (currency === ('JPY' as string) ? 1 : 100));
  const net = useLoad(async (signal) => (minor > 0 ? api.get('/v1/net-proceeds', { query: { price_minor: minor, currency, profile }, signal }) : null), [minor, currency, profile]);
  return (
    <>
      <Field label={`Sold for, in ${currency}, postage included`} id="sold-for"><input id="sold-for" type="number" min="0" step="any" value={price} onInput={(event) => setPrice(event.currentTarget.value)} /></Field>
      <Load of={net} what="what is left">
        {(answer) => answer === null ? <p class="muted">Say a price.</p> : (
          <p aria-live="polite">
            {money(answer.price)}{answer.costs.filter(({ amount }) => amount.amount_minor !== 0).map(({ name, amount }) => ` − ${money(amount)} ${COSTS[name] ?? name}`).join('')} = <strong>{money(answer.net)}</strong>. Bought at that price, it
            has to bring {money(answer.break_even)} to break even.
          </p>
        )}
      </Load>
    </>
  );
}

function Answer({ of }: { of: Schemas['AdviceAnswer'] }) {
  const kinds = [['collection', of.collection], ['flip', of.flip], ['wait_before_selling', of.wait_before_selling]] as [string, Schemas['AdviceItemAnswer']][];
  return (
    <>
      <dl class="figures">
        <div><dt>Sold today at the market price</dt><dd><strong>{money(of.net_proceeds_now)}</strong> <span class="muted">after fees and postage</span></dd></div>
        <div><dt>Bought today, with postage</dt><dd>{money(of.cost)} {of.executable_basis !== null && <span class="muted">(at the {of.executable_basis} price)</span>}</dd></div>
        <div><dt>Break-even</dt><dd>{of.break_even === null ? 'unknown' : <>{money(of.break_even.price)} <span class="muted">({change(of.break_even.move_ratio)} from the market price; probability {percent(of.break_even.probability, 0)})</span></>}</dd></div>
        <div><dt>Expected return after costs{of.horizon_days !== null && `, in ${of.horizon_days} days`}</dt><dd>{change(of.expected_net_return_ratio)}</dd></div>
      </dl>
      <ul class="answers">
        {kinds.map(([kind, item]) => (
          <li key={kind}>{ADVICE_TITLES[kind]}: <strong>{item.answer === 'none' ? 'we do not know' : item.answer}</strong>, {reasonWords(item.reason)}{item.confidence !== null && ` (${percent(item.confidence, 0)} sure)`}</li>
        ))}
      </ul>
    </>
  );
}
