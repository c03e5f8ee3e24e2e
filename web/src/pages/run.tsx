import { useRoute } from 'preact-iso';
import { api, type Schemas } from '../api.js';
import { count, day, duration, instant } from '../format.js';
import { useAct, useLoad } from '../load.js';
import { Empty, Load, Said, Simulated } from '../parts.js';
import { useMay } from '../session.js';

type Attempt = Schemas['StageAttempt'];

/** One run: its stages in the order in which they stand on each other, how long each took, and what it said. */
export function Run() {
  const { params } = useRoute();
  const runId = decodeURIComponent(params['id'] ?? '');
  const run = useLoad((signal) => api.get('/v1/runs/{run_id}', { path: { run_id: runId }, signal }), [runId]);
  return (
    <>
      <p><a href="/pipeline">All runs</a></p>
      <h1>{runId}</h1>
      <Load of={run} what="the run">{(details) => <Details run={details} onDone={run.again} />}</Load>
    </>
  );
}

function Details({ run, onDone }: { run: Schemas['RunDetails']; onDone: () => void }) {
  const longestMs = Math.max(1, ...run.stages.map(({ duration_ms: ms }) => ms ?? 0));
  return (
    <>
      <Simulated is={run.is_simulated} />
      <p>
        The {run.pipeline} run of {run.game} for {day(run.date)}: <span class={`tag tag-${run.state}`}>{run.state}</span>. Began {instant(run.started_at)}
        {run.finished_at === null ? ' and still runs' : `, ended ${instant(run.finished_at)}`}; by {run.trigger}.{' '}
        {run.forked_from !== null && <>It began at {run.from_stage} with what <a href={`/pipeline/${encodeURIComponent(run.forked_from)}`}>{run.forked_from}</a> had done.</>}
      </p>
      {run.error !== null && <p class="problem">{run.error}</p>}
      {run.stages.length === 0 && <Empty>No stage has begun.</Empty>}
      <ol class="stages" aria-label="Stages, each resting on those before it">
        {run.stages.map((stage) => <Stage key={`${stage.stage} ${stage.attempt}`} run={run} stage={stage} longestMs={longestMs} onDone={onDone} />)}
      </ol>
    </>
  );
}

function Stage({ run, stage, longestMs, onDone }: { run: Schemas['RunDetails']; stage: Attempt; longestMs: number; onDone: () => void }) {
  const mayOperate = useMay('admin');
  const { act, isBusy, said, problem } = useAct();
  const retry = () =>
    act(async () => {
      const started = await api.post('/v1/admin/runs/{run_id}/retry', { path: { run_id: run.run_id }, body: { from_stage: stage.stage } });
      onDone();
      return started.is_started ? `Run ${started.run_id} goes on from here.` : `Run ${started.run_id} is at it already.`;
    });
  const counts = Object.entries(stage.counts).map(([name, value]) => `${count(value as number)} ${name.replaceAll('_', ' ')}`).join(', ');
  return (
    <li class={`stage stage-${stage.state}`}>
      <h2>{stage.stage}{stage.attempt > 1 && ` (attempt ${stage.attempt})`} <span class={`tag tag-${stage.state}`}>{stage.state}</span></h2>
      <p><meter min={0} max={longestMs} value={stage.duration_ms ?? 0} aria-label={`${stage.stage} took ${duration(stage.duration_ms)}`} /> {stage.duration_ms === null ? 'still at it' : duration(stage.duration_ms)}{stage.rows_written !== null && `, ${count(stage.rows_written)} rows written`}</p>
      {stage.error !== null && <p class="problem">{stage.error}</p>}
      {stage.skipped !== null && <p class="muted">Nothing to do: {stage.skipped}</p>}
      {stage.cached_from !== null && <p class="muted">The work of <a href={`/pipeline/${encodeURIComponent(stage.cached_from)}`}>{stage.cached_from}</a> stands.</p>}
      {(counts !== '' || stage.notes.length > 0) && (
        <details><summary>Log</summary><ul>{counts !== '' && <li>{counts}</li>}{stage.notes.map((note) => <li key={note}>{note}</li>)}<li>Began {instant(stage.started_at)}</li></ul></details>
      )}
      {mayOperate && run.state !== 'running' && <button type="button" class="quiet" disabled={isBusy} onClick={retry}>{isBusy ? 'Starting…' : `Run again from ${stage.stage} on`}</button>}
      <Said said={said} problem={problem} />
    </li>
  );
}
