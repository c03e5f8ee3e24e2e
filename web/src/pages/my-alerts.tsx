import { AlertForm } from '../alert-form.js';
import { api, type Schemas } from '../api.js';
import { day } from '../format.js';
import { type Loaded, useAct, useLoad } from '../load.js';
import { cardHref, Empty, Load, Said, Simulated, Table } from '../parts.js';
import { useMay } from '../session.js';
import { MyChannels } from './my-channels.js';

type Rule = Schemas['AlertRuleAnswer'];

/** What somebody waits for, what was found of it, and where they are told. */
export function MyAlerts() {
  const mayWrite = useMay('write');
  const rules = useLoad((signal) => api.get('/v1/my/alert-rules', { query: { limit: 100 }, signal }), []);
  const findings = useLoad((signal) => api.get('/v1/my/alert-findings', { query: { limit: 50 }, signal }), []);
  return (
    <>
      <h2>What I wait for</h2>
      {mayWrite ? <AlertForm currency="USD" onDone={rules.again} /> : <p class="muted">A key that may write can wait for something.</p>}
      <Load of={rules} what="what you wait for">
        {({ items }) => (items.length === 0 ? <Empty>You wait for nothing yet. An alert on one card is set on its page.</Empty> : <Rules items={items} onDone={rules.again} mayWrite={mayWrite} />)}
      </Load>
      <h2>What was found</h2>
      <Found of={findings} />
      <MyChannels mayWrite={mayWrite} />
    </>
  );
}

function Rules({ items, mayWrite, onDone }: { items: readonly Rule[]; mayWrite: boolean; onDone: () => void }) {
  const { act, isBusy, said, problem } = useAct();
  const set = (rule: Rule, state: 'active' | 'paused') =>
    act(async () => {
      await api.patch('/v1/my/alert-rules/{id}', { path: { id: rule.id }, body: { state } });
      onDone();
      return undefined;
    });
  const remove = (rule: Rule) =>
    act(async () => {
      await api.delete('/v1/my/alert-rules/{id}', { path: { id: rule.id } });
      onDone();
      return 'It is waited for no longer.';
    });
  return (
    <>
      <Table
        caption="Alerts, the last one first" rows={items} keyOf={({ id }) => id}
        columns={[
          { title: 'Card', of: ({ card_id: id, name, scope }) => (id === null ? (scope === 'watchlist' ? 'My watchlist' : 'What I have') : <a href={cardHref(id)}>{name}</a>) },
          { title: 'Told when it', of: ({ words, note }) => <>{words}{note !== '' && <span class="muted"> ({note})</span>}</> },
          { title: 'State', of: ({ state, is_once: isOnce }) => <>{state}{isOnce && ', once'}</> },
          { title: 'Last found', of: ({ last_found_on: on }) => (on === null ? 'not yet' : day(on)) },
          ...(mayWrite
            ? [{
                title: 'Change',
                of: (rule: Rule) => (
                  <span class="row">
                    {rule.state === 'active' ? <button type="button" class="quiet" disabled={isBusy} onClick={() => set(rule, 'paused')}>Pause</button> : <button type="button" class="quiet" disabled={isBusy} onClick={() => set(rule, 'active')}>Arm again</button>}
                    <button type="button" class="quiet" disabled={isBusy} onClick={() => remove(rule)}>Delete</button>
                  </span>
                ),
              }]
            : []),
        ]}
      />
      <Said said={said} problem={problem} />
    </>
  );
}

function Found({ of }: { of: Loaded<Schemas['FindingsAnswer']> }) {
  return (
    <Load of={of} what="what was found">
      {({ items }) =>
        items.length === 0 ? <Empty>Nothing that you wait for has happened yet. It is looked for when a day has been evaluated.</Empty> : (
          <>
            <Simulated is={items.some((each) => each.is_simulated)} />
            <Table
              caption="Findings, the newest first" rows={items} keyOf={({ id }) => id}
              columns={[
                { title: 'Day', of: ({ date }) => day(date) },
                { title: 'Card', of: ({ card_id: id, name }) => <a href={cardHref(id)}>{name}</a> },
                { title: 'What', of: ({ what }) => what },
                { title: 'Told', of: ({ deliveries }) => (deliveries.length === 0 ? <span class="muted">here only</span> : deliveries.map(({ channel, state, error }) => <span key={channel} class={`tag tag-${state}`} title={error ?? undefined}>{channel}: {state.replaceAll('_', ' ')}</span>)) },
              ]}
            />
          </>
        )
      }
    </Load>
  );
}
