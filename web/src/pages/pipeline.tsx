import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { count, day, duration, instant } from '../format.js';
import { useAct, useLoad } from '../load.js';
import { Empty, Load, Said, Simulated, Table } from '../parts.js';
import { useMay } from '../session.js';

type Run = Schemas['Run'];
type Schedule = Schemas['ScheduleAnswer'];

/** What runs by itself: runs, schedules, sources. */
export function Pipeline() {
  const mayOperate = useMay('admin');
  const runs = useLoad((signal) => api.get('/v1/runs', { query: { limit: 30 }, signal }), []);
  const schedules = useLoad((signal) => api.get('/v1/schedules', { signal }), []);
  return (
    <>
      <h1>Pipeline</h1>
      <Simulated is={runs.data !== undefined && runs.data.items.length > 0 && runs.data.items.every((run) => run.is_simulated)} />
      <h2>Runs</h2>
      <Load of={runs} what="the runs">{({ items }) => <Runs items={items} />}</Load>
      <h2>Schedules</h2>
      <Load of={schedules} what="the schedules">{({ items }) => (items.length === 0 ? <Empty>Nothing runs by itself.</Empty> : <div class="cards">{items.map((one) => <ScheduleCard key={one.id} schedule={one} onDone={schedules.again} />)}</div>)}</Load>
      <h2>Sources</h2>
      {mayOperate ? <Sources /> : <p class="muted">How sources stand is for keys that may operate the service.</p>}
    </>
  );
}

const tookMs = (run: Run): number | null => (run.finished_at === null ? null : Date.parse(run.finished_at) - Date.parse(run.started_at));

function Runs({ items }: { items: readonly Run[] }) {
  if (items.length === 0) return <Empty>Nothing has run yet.</Empty>;
  return (
    <Table
      caption="The latest runs" rows={items} keyOf={({ run_id: id }) => id}
      columns={[
        { title: 'Run', of: ({ run_id: id }) => <a href={`/pipeline/${encodeURIComponent(id)}`}>{id}</a> },
        { title: 'Day', of: ({ date }) => day(date) },
        { title: 'State', of: ({ state, error }) => <><span class={`tag tag-${state}`}>{state}</span>{error !== null && <span class="muted"> {error}</span>}</> },
        { title: 'Began', of: ({ started_at: at }) => instant(at) },
        { title: 'Took', of: (run) => (run.finished_at === null ? 'still runs' : duration(tookMs(run))), isNumber: true },
        { title: 'By', of: ({ trigger }) => trigger },
      ]}
    />
  );
}

function ScheduleCard({ schedule, onDone }: { schedule: Schedule; onDone: () => void }) {
  const mayOperate = useMay('admin');
  const [cron, setCron] = useState(schedule.cron);
  const { act, isBusy, said, problem } = useAct();
  const path = { id: schedule.id };
  const does = (work: () => Promise<unknown>, done: string) =>
    act(async () => {
      await work();
      onDone();
      return done;
    });
  return (
    <section class="card" aria-label={schedule.name}>
      <h3>{schedule.name} <span class={`tag tag-${schedule.health.state}`}>{schedule.health.state}</span></h3>
      <p>{schedule.pipeline}{schedule.game !== null && ` of ${schedule.game}`}, <code>{schedule.cron}</code> ({schedule.time_zone}). {schedule.health.reason}</p>
      <p class="muted">{schedule.is_paused ? 'It is paused.' : schedule.next_fires[0] !== undefined ? `Next: ${instant(schedule.next_fires[0])}.` : 'It does not fire again.'} {schedule.last_fire !== null && `Last: ${instant(schedule.last_fire.started_at)}, ${schedule.last_fire.state}.`}</p>
      {mayOperate && (
        <form class="row" onSubmit={(event) => { event.preventDefault(); does(() => api.patch('/v1/schedules/{id}', { path, body: { cron } }), 'Changed.'); }}>
          <p class="field"><label for={`cron-${schedule.id}`}>Cron</label><input id={`cron-${schedule.id}`} required value={cron} onInput={(event) => setCron(event.currentTarget.value)} /></p>
          <button type="submit" disabled={isBusy || cron === schedule.cron}>Change</button>
          {schedule.is_paused
            ? <button type="button" class="quiet" disabled={isBusy} onClick={() => does(() => api.post('/v1/schedules/{id}/resume', { path }), 'It fires again.')}>Resume</button>
            : <button type="button" class="quiet" disabled={isBusy} onClick={() => does(() => api.post('/v1/schedules/{id}/pause', { path }), 'It rests.')}>Pause</button>}
          <button type="button" class="quiet" disabled={isBusy} onClick={() => does(() => api.post('/v1/schedules/{id}/run-now', { path }), 'It was fired.')}>Run now</button>
        </form>
      )}
      <Said said={said} problem={problem} />
    </section>
  );
}

function Sources() {
  const sources = useLoad((signal) => api.get('/v1/admin/sources', { signal }), []);
  return (
    <Load of={sources} what="the sources">
      {({ items }) => items.length === 0 ? <Empty>No live source is configured (PRICE_SOURCES).</Empty> : (
        <Table
          caption="Sources of prices" rows={items} keyOf={({ source, game }) => `${source} ${game}`}
          columns={[
            { title: 'Source', of: ({ title }) => title },
            { title: 'State', of: ({ freshness, circuit_open_until: until }) => <><span class={`tag tag-${freshness}`}>{freshness}</span>{until !== null && ` not asked until ${instant(until)}`}</> },
            { title: 'Last success', of: ({ last_success_at: at }) => instant(at) },
            { title: 'Last collection', of: ({ last_collection: last }) => (last === null ? 'none' : `${last.state}: ${count(last.accepted)} accepted, ${count(last.rejected)} rejected${last.error === null ? '' : `; ${last.error}`}`) },
            { title: 'Credits left', of: ({ credits_left: left, credits_per_day: all }) => (all === null ? 'not counted' : `${count(left)} of ${count(all)}`), isNumber: true },
          ]}
        />
      )}
    </Load>
  );
}
