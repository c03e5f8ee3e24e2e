import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { count, day, instant } from '../format.js';
import { GameChoice, useGame } from '../game.js';
import { useAct, useLoad } from '../load.js';
import { Empty, Load, Said, Simulated, Table } from '../parts.js';
import { useMay } from '../session.js';

type Model = Schemas['ModelAnswer'];

/** Which models there are, which one serves, on what evidence, and the way back. */
export function Models() {
  const [game, setGame] = useGame();
  const query = game === '' ? {} : { game };
  const models = useLoad((signal) => api.get('/v1/models', { query: { ...query, limit: 100 }, signal }), [game]);
  const log = useLoad((signal) => api.get('/v1/models/promotions', { query, signal }), [game]);
  const games = useLoad((signal) => api.get('/v1/games', { signal }), []);
  const shown = models.data?.items[0]?.game;
  const refresh = () => [models, log].forEach(({ again }) => again());
  return (
    <>
      <h1>Models</h1>
      <Simulated is={games.data?.items.find(({ slug }) => slug === shown)?.is_simulated} />
      <GameChoice game={game} onChange={setGame} />
      <Load of={models} what="the models">{({ items }) => <Roles items={items} />}</Load>
      {shown !== undefined && <RollBack game={shown} log={log.data?.items ?? []} models={models.data?.items ?? []} onDone={refresh} />}
      <h2>Drift</h2>
      <Drift game={game} />
      <h2>Promotions</h2>
      <Load of={log} what="the promotions">{({ items }) => <Promotions items={items} models={models.data?.items ?? []} />}</Load>
      <h2>All versions</h2>
      <Load of={models} what="the models">{({ items }) => <Versions items={items} />}</Load>
    </>
  );
}

const nameOf = (model: Model | undefined, id: number): string => (model === undefined ? `model ${id}` : `${model.name} ${model.version}`);

function Roles({ items }: { items: readonly Model[] }) {
  if (items.length === 0) return <Empty>No model was trained yet.</Empty>;
  const roles = items.filter(({ alias }) => alias !== null);
  return <div class="cards">{roles.map((model) => <Role key={model.id} model={model} />)}</div>;
}

const ROLES: Readonly<Record<string, string>> = { champion: 'serves', challenger: 'estimates unseen, and may take its place', shadow: 'estimates unseen' };

function Role({ model }: { model: Model }) {
  const details = useLoad((signal) => api.get('/v1/models/{id}', { path: { id: model.id }, signal }), [model.id]);
  return (
    <section class="card" aria-label={`${model.alias}: ${model.name} ${model.version}`}>
      <h2>{model.alias}: {model.name} {model.version}</h2>
      <p class="muted">It {ROLES[model.alias ?? ''] ?? 'rests'}. Trained on prices to {day(model.trained_through)}, for {model.horizon_days} days ahead. <a href={`/v1/models/${model.id}/card`} target="_self">Model card</a></p>
      <Load of={details} what="its evidence">
        {({ gate_checks: checks }) => (
          <details>
            <summary>{checks.filter(({ passed }) => passed).length} of {checks.length} checks of the gate passed</summary>
            <Table
              caption={`Gate of ${model.name} ${model.version}`} rows={checks} keyOf={({ id }) => id}
              columns={[
                { title: 'Check', of: ({ description }) => description },
                { title: 'Measured', of: ({ measured }) => measured },
                { title: 'Required', of: ({ required }) => required },
                { title: '', of: ({ passed }) => (passed ? 'passed' : <strong>failed</strong>) },
              ]}
            />
          </details>
        )}
      </Load>
    </section>
  );
}

function RollBack({ game, log, models, onDone }: { game: string; log: readonly Schemas['PromotionAnswer'][]; models: readonly Model[]; onDone: () => void }) {
  const mayOperate = useMay('admin');
  const [reason, setReason] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const { act, isBusy, said, problem } = useAct();
  const latest = log.filter(({ alias }) => alias === 'champion').toSorted((a, b) => b.sequence - a.sequence)[0];
  if (!mayOperate || latest === undefined) return null;
  const before = latest.previous_model_id;
  const rollBack = () =>
    act(async () => {
      await api.post('/v1/admin/models/rollback', { body: { game, reason: reason.trim(), expected_sequence: latest.sequence } });
      setIsAsked(false);
      setReason('');
      onDone();
      return 'Rolled back. Every process serves the model before within two seconds.';
    });
  return (
    <section aria-labelledby="roll-back">
      <h2 id="roll-back">Roll back</h2>
      {before === null ? <p>There was no champion before this one.</p> : !isAsked ? <button type="button" onClick={() => setIsAsked(true)}>Give the place back to {nameOf(models.find(({ id }) => id === before), before)}…</button> : (
        <form onSubmit={(event) => { event.preventDefault(); rollBack(); }}>
          <p>{nameOf(models.find(({ id }) => id === latest.model_id), latest.model_id)} stops serving, {nameOf(models.find(({ id }) => id === before), before)} serves again, for everybody.</p>
          <label for="reason">Why</label>
          <input id="reason" required minLength={3} maxLength={500} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
          <p><button type="submit" class="danger" disabled={isBusy || reason.trim().length < 3}>{isBusy ? 'Rolling back…' : 'Roll back'}</button> <button type="button" class="quiet" onClick={() => setIsAsked(false)}>Keep it</button></p>
        </form>
      )}
      <Said said={said} problem={problem} />
    </section>
  );
}

function Drift({ game }: { game: string }) {
  const drift = useLoad((signal) => api.get('/v1/drift', { query: game === '' ? {} : { game }, signal }), [game]);
  const words = (drifts: boolean | null, reason: string | null) => (drifts === null ? `not known${reason === null ? '' : `: ${reason.replaceAll('_', ' ')}`}` : drifts ? 'drifts' : 'no');
  return (
    <Load of={drift} what="the drift">
      {({ items }) => items.length === 0 ? <Empty>Drift was not looked at yet.</Empty> : (
        <Table
          caption="Whether the market has moved away from what the champion learned, the latest day first" rows={items.toSorted((a, b) => (a.date < b.date ? 1 : -1)).slice(0, 10)} keyOf={({ date }) => date}
          columns={[
            { title: 'Day', of: ({ date }) => day(date) },
            { title: 'Inputs', of: ({ inputs }) => words(inputs.drifts, inputs.reason) },
            { title: 'Predictions', of: ({ predictions }) => words(predictions.drifts, predictions.reason) },
            { title: 'Skill', of: ({ skill }) => (skill.is_lost === true ? 'lost' : words(skill.drifts, skill.reason)) },
            { title: 'Days in a row', of: ({ persistent_days: days }) => count(days), isNumber: true },
          ]}
        />
      )}
    </Load>
  );
}

function Promotions({ items, models }: { items: readonly Schemas['PromotionAnswer'][]; models: readonly Model[] }) {
  if (items.length === 0) return <Empty>No model was promoted yet.</Empty>;
  const name = (id: number | null) => (id === null ? 'none' : nameOf(models.find((model) => model.id === id), id));
  return (
    <Table
      caption="Who took which place, the latest first" rows={items.toSorted((a, b) => b.sequence - a.sequence)} keyOf={({ sequence }) => sequence}
      columns={[
        { title: 'When', of: ({ recorded_at: at }) => instant(at) },
        { title: 'Place', of: ({ alias }) => alias },
        { title: 'Model', of: ({ model_id: id, is_end: isEnd }) => (isEnd ? `${name(id)} (ended)` : name(id)) },
        { title: 'Before', of: ({ previous_model_id: id }) => name(id) },
        { title: 'By', of: ({ actor }) => actor },
        { title: 'Why', of: ({ reason }) => reason },
      ]}
    />
  );
}

function Versions({ items }: { items: readonly Model[] }) {
  return (
    <Table
      caption="Registered models, the newest first" rows={items.toSorted((a, b) => b.id - a.id)} keyOf={({ id }) => id}
      columns={[
        { title: 'Model', of: (model) => `${model.name} ${model.version}` },
        { title: 'Trained to', of: ({ trained_through: through }) => day(through) },
        { title: 'Gate', of: ({ has_passed_gate: passed }) => (passed ? 'passed' : 'not passed') },
        { title: 'Place', of: ({ alias }) => alias ?? '' },
        { title: 'Registered', of: ({ recorded_at: at }) => instant(at) },
        { title: 'Card', of: ({ id }) => <a href={`/v1/models/${id}/card`} target="_self">card</a> },
      ]}
    />
  );
}

