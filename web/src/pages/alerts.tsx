import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { instant } from '../format.js';
import { useAct, useLoad } from '../load.js';
import { Empty, Load, Said, Table } from '../parts.js';
import { useMay } from '../session.js';
import { MyAlerts } from './my-alerts.js';

/** What somebody waits for; and of the service, for who operates it, where its messages go, whether they arrive, and what was said. */
export function Alerts() {
  const mayOperate = useMay('admin');
  return (
    <>
      <h1>Alerts</h1>
      <MyAlerts />
      {mayOperate && <Operated />}
    </>
  );
}

function Operated() {
  const channels = useLoad((signal) => api.get('/v1/alert-channels', { signal }), []);
  const alerts = useLoad((signal) => api.get('/v1/alerts', { query: { state: 'all', limit: 30 }, signal }), []);
  const deliveries = useLoad((signal) => api.get('/v1/alert-deliveries', { query: { limit: 30 }, signal }), []);
  const refresh = () => [channels, deliveries].forEach(({ again }) => again());
  return (
    <>
      <h2>Channels of the service</h2>
      <Load of={channels} what="the channels">
        {({ items }) => (items.length === 0 ? <Empty>There is no channel yet: nobody is told anything.</Empty> : <div class="cards">{items.map((channel) => <Channel key={channel.id} channel={channel} onDone={refresh} />)}</div>)}
      </Load>
      <AddChannel onDone={refresh} />
      <h2>What is wrong with the service, and was</h2>
      <Load of={alerts} what="the alerts">{({ items }) => <Raised items={items} />}</Load>
      <h2>Deliveries of the service</h2>
      <Load of={deliveries} what="the deliveries">{({ items }) => <Deliveries items={items} />}</Load>
    </>
  );
}

function Channel({ channel, onDone }: { channel: Schemas['ChannelAnswer']; onDone: () => void }) {
  const { act, isBusy, said, problem } = useAct();
  const path = { id: channel.id };
  const test = () =>
    act(async () => {
      const delivery = await api.post('/v1/alert-channels/{id}/test', { path, timeoutMs: 30_000 });
      onDone();
      return delivery.state === 'delivered' ? 'The test message arrived.' : `The test message did not arrive: ${delivery.last_error ?? delivery.state}`;
    });
  const mute = () =>
    act(async () => {
      await (channel.state === 'muted' ? api.delete('/v1/alert-channels/{id}/mute', { path }) : api.post('/v1/alert-channels/{id}/mute', { path, body: {} }));
      onDone();
      return undefined;
    });
  return (
    <section class="card" aria-label={channel.name}>
      <h3>{channel.name} <span class={`tag tag-${channel.state}`}>{channel.state.replaceAll('_', ' ')}</span></h3>
      <p>{channel.kind}: {channel.hint}. Told of {channel.events.join(' and ')}. {channel.state_reason}</p>
      <p><button type="button" disabled={isBusy} onClick={test}>Send a test</button> <button type="button" class="quiet" disabled={isBusy} onClick={mute}>{channel.state === 'muted' ? 'Unmute' : 'Mute'}</button></p>
      <Said said={said} problem={problem} />
    </section>
  );
}

const KINDS = ['slack', 'discord', 'webhook'] as const;

function AddChannel({ onDone }: { onDone: () => void }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('discord');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const [hasSignals, setHasSignals] = useState(true);
  const { act, isBusy, said, problem } = useAct();
  const add = () =>
    act(async () => {
      await api.post('/v1/alert-channels', { body: { kind, name, target: kind === 'webhook' ? { url, secret } : { url }, events: hasSignals ? ['alerts', 'signals'] : ['alerts'] } });
      setName('');
      setUrl('');
      setSecret('');
      onDone();
      return 'Added. Send a test to see whether it arrives.';
    });
  return (
    <details>
      <summary>Add a channel</summary>
      <form onSubmit={(event) => { event.preventDefault(); add(); }}>
        <div class="row">
          <p class="field"><label for="kind">Kind</label><select id="kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)}>{KINDS.map((each) => <option key={each}>{each}</option>)}</select></p>
          <p class="field"><label for="name">Name</label><input id="name" required value={name} onInput={(event) => setName(event.currentTarget.value)} /></p>
          <p class="field"><label for="url">Address (a secret: it is not shown again)</label><input id="url" type="url" required autocomplete="off" value={url} onInput={(event) => setUrl(event.currentTarget.value)} /></p>
          {kind === 'webhook' && <p class="field"><label for="secret">Signing secret</label><input id="secret" type="password" required autocomplete="off" value={secret} onInput={(event) => setSecret(event.currentTarget.value)} /></p>}
          <p class="check"><input id="signals" type="checkbox" checked={hasSignals} onChange={(event) => setHasSignals(event.currentTarget.checked)} /><label for="signals">New BUY and SELL signals too</label></p>
        </div>
        <button type="submit" disabled={isBusy}>{isBusy ? 'Adding…' : 'Add'}</button>
        <Said said={said} problem={problem} />
        <p class="muted">E-mail channels are added with <code>POST /v1/alert-channels</code>.</p>
      </form>
    </details>
  );
}

function Raised({ items }: { items: readonly Schemas['AlertAnswer'][] }) {
  if (items.length === 0) return <Empty>Nothing was wrong yet.</Empty>;
  return (
    <Table
      caption="Alerts, the newest first" rows={items} keyOf={({ id }) => id}
      columns={[
        { title: 'Since', of: ({ opened_at: at }) => instant(at) },
        { title: 'What', of: ({ title, text }) => <><strong>{title}</strong> {text}</> },
        { title: 'How bad', of: ({ severity }) => severity },
        { title: 'Well again', of: ({ recovered_at: at }) => (at === null ? <strong>not yet</strong> : instant(at)) },
      ]}
    />
  );
}

function Deliveries({ items }: { items: readonly Schemas['DeliveryAnswer'][] }) {
  if (items.length === 0) return <Empty>Nothing was sent yet.</Empty>;
  return (
    <Table
      caption="Messages, the newest first" rows={items} keyOf={({ id }) => id}
      columns={[
        { title: 'When', of: ({ created_at: at }) => instant(at) },
        { title: 'Channel', of: ({ channel }) => channel },
        { title: 'What', of: ({ kind, alert_key: key }) => `${kind}${key === null ? '' : ` ${key}`}` },
        { title: 'State', of: ({ state }) => <span class={`tag tag-${state}`}>{state.replaceAll('_', ' ')}</span> },
        { title: 'Answer', of: ({ receipt, last_error: error }) => error ?? (receipt === null ? '' : `${receipt.status} ${receipt.answer}`) },
      ]}
    />
  );
}
