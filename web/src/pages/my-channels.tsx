import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { useAct, useLoad } from '../load.js';
import { Empty, Load, Said } from '../parts.js';

type Channel = Schemas['MyChannelAnswer'];

/** Where somebody is told, and at what hours. */
export function MyChannels({ mayWrite }: { mayWrite: boolean }) {
  const channels = useLoad((signal) => api.get('/v1/my/alert-channels', { signal }), []);
  return (
    <>
      <h2>Where I am told</h2>
      <Load of={channels} what="your channels">
        {({ items }) => (items.length === 0 ? <Empty>There is no channel of yours: what is found is shown here only.</Empty> : <div class="cards">{items.map((channel) => <One key={channel.id} channel={channel} mayWrite={mayWrite} onDone={channels.again} />)}</div>)}
      </Load>
      {mayWrite && <Add onDone={channels.again} />}
    </>
  );
}

function One({ channel, mayWrite, onDone }: { channel: Channel; mayWrite: boolean; onDone: () => void }) {
  const { act, isBusy, said, problem } = useAct();
  const path = { id: channel.id };
  const test = () =>
    act(async () => {
      const delivery = await api.post('/v1/my/alert-channels/{id}/test', { path, timeoutMs: 30_000 });
      onDone();
      return delivery.state === 'delivered' ? 'The test message arrived.' : `The test message did not arrive: ${delivery.last_error ?? delivery.state}`;
    });
  const remove = () =>
    act(async () => {
      await api.delete('/v1/my/alert-channels/{id}', { path });
      onDone();
      return undefined;
    });
  const hours = [channel.digest_at === null ? 'at once' : `in one message a day at ${channel.digest_at}`, ...(channel.quiet_from === null ? [] : [`nothing from ${channel.quiet_from} to ${channel.quiet_until}`])];
  return (
    <section class="card" aria-label={channel.name}>
      <h3>{channel.name} <span class={`tag tag-${channel.state}`}>{channel.state.replaceAll('_', ' ')}</span></h3>
      <p>{channel.kind}: {channel.hint}. Told {hours.join(', ')} ({channel.time_zone}). {channel.state_reason}</p>
      {mayWrite && <p><button type="button" disabled={isBusy} onClick={test}>Send me a test</button> <button type="button" class="quiet" disabled={isBusy} onClick={remove}>Delete</button></p>}
      <Said said={said} problem={problem} />
    </section>
  );
}

const KINDS = {
  discord: [{ name: 'url', label: 'Address (a secret: it is not shown again)', type: 'url' }],
  slack: [{ name: 'url', label: 'Address (a secret: it is not shown again)', type: 'url' }],
  telegram: [{ name: 'bot_token', label: 'Token of the bot (a secret: it is not shown again)', type: 'password' }, { name: 'chat_id', label: 'Id of the chat', type: 'text' }],
  webhook: [{ name: 'url', label: 'Address (a secret: it is not shown again)', type: 'url' }, { name: 'secret', label: 'Signing secret', type: 'password' }],
  email: [
    { name: 'host', label: 'Mail server', type: 'text' },
    { name: 'user', label: 'User there', type: 'text' },
    { name: 'password', label: 'Password (a secret: it is not shown again)', type: 'password' },
    { name: 'from', label: 'From', type: 'email' },
    { name: 'to', label: 'To', type: 'email' },
  ],
} as const;

/** A mail goes to a list of addresses; all else is text. */
const valueOf = (field: string, said: string): string | string[] => (field === 'to' ? [said] : said);

function Add({ onDone }: { onDone: () => void }) {
  const [kind, setKind] = useState<keyof typeof KINDS>('discord');
  const [name, setName] = useState('');
  const [target, setTarget] = useState<Readonly<Record<string, string>>>({});
  const [times, setTimes] = useState({ quiet_from: '', quiet_until: '', digest_at: '' });
  const { act, isBusy, said, problem } = useAct();
  const add = () =>
    act(async () => {
      const said = Object.fromEntries(Object.entries(times).filter(([, time]) => time !== ''));
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      await api.post('/v1/my/alert-channels', { body: { kind, name, target: Object.fromEntries(KINDS[kind].map((field) => [field.name, valueOf(field.name, target[field.name] ?? '')])), time_zone: zone, ...said } });
      setName('');
      setTarget({});
      onDone();
      return 'Added. Send a test to see whether it arrives.';
    });
  const time = (field: keyof typeof times, label: string) => (
    <p class="field"><label for={`my-${field}`}>{label}</label><input id={`my-${field}`} type="time" value={times[field]} onInput={(event) => setTimes({ ...times, [field]: event.currentTarget.value })} /></p>
  );
  return (
    <details>
      <summary>Add a channel of mine</summary>
      <form onSubmit={(event) => { event.preventDefault(); add(); }}>
        <div class="row">
          <p class="field"><label for="my-kind">Kind of channel</label><select id="my-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)}>{Object.keys(KINDS).map((each) => <option key={each}>{each}</option>)}</select></p>
          <p class="field"><label for="my-name">What I call it</label><input id="my-name" required value={name} onInput={(event) => setName(event.currentTarget.value)} /></p>
          {KINDS[kind].map((field) => <p key={field.name} class="field"><label for={`my-${field.name}`}>{field.label}</label><input id={`my-${field.name}`} type={field.type as 'text'} required autocomplete="off" value={target[field.name] ?? ''} onInput={(event) => setTarget({ ...target, [field.name]: event.currentTarget.value })} /></p>)}
        </div>
        <div class="row">
          {time('quiet_from', 'Quiet from (not needed)')}
          {time('quiet_until', 'Quiet until')}
          {time('digest_at', 'Everything in one message at (not needed)')}
        </div>
        <button type="submit" disabled={isBusy}>{isBusy ? 'Adding…' : 'Add'}</button>
        <Said said={said} problem={problem} />
        <p class="muted">Times are by the clock of this browser's zone. Mail is sent by the server you name, on port 587 with STARTTLS; another port or several addresses are set over the API.</p>
      </form>
    </details>
  );
}
