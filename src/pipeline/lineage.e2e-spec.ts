import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../ingestion/index.js';
import { SignalRecords } from '../serving/index.js';
import { addDays, type Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import type { LineageLinkName } from './domain/lineage.js';
import { linksOf } from './domain/lineage.js';
import type { LineageAnswer, LineageLinkAnswer } from './http/lineage.dto.js';
import type { RunDetails } from './http/runs.dto.js';
import { Pipeline } from './pipeline.js';
import { SignalLineage } from './signal-lineage.js';

const DAY = '2026-03-31' as Day;
const RUN = `daily:simulated:${DAY}`;

let running: RunningApp;
let game: Game;
let signalId: string;

const read = (path: string) => fetch(`${running.url}${path}`, { headers: { 'x-api-key': running.readKey } });
const json = async <T>(path: string): Promise<T> => (await read(path)).json() as Promise<T>;
const lineageOf = async (id: string, query = ''): Promise<LineageAnswer> => json(`/v1/signals/${id}/lineage${query}`);
const sql = <T>(text: string, values: unknown[] = []) => running.app.get(DataSource).query(text, values) as Promise<T[]>;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function child(of: LineageLinkAnswer, name: LineageLinkName): LineageLinkAnswer {
  const found = of.made_from.find((each) => each.link === name);
  if (!found) throw new Error(`${of.link} was made from ${of.made_from.map((each) => each.link).join(', ')}, and from no ${name}`);
  return found;
}
const path = (of: LineageLinkAnswer, ...names: LineageLinkName[]): LineageLinkAnswer => names.reduce(child, of);
const all = (of: LineageLinkAnswer): LineageLinkAnswer[] => [of, ...of.made_from.flatMap(all)];
const pricesOf = ({ lineage }: LineageAnswer): unknown[] =>
  path(lineage, 'fair_value', 'feature_row').made_from.filter((each) => each.link === 'observation').map((each) => each.facts['market_minor']);

beforeAll(async () => {
  running = await startApp();
  await running.app.get(SimulatedMarketStage).seed({ seed: 3, printings: 60, firstDay: addDays(DAY, -200), lastDay: DAY, progress: silentProgress });
  game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
  await running.app.get(Pipeline).run({ game, day: DAY, trigger: 'cli' });
  const feed = await json<{ items: { signal_id: string; market_price_observed_on: string | null; fair_value: unknown }[] }>('/v1/signals?game=simulated');
  signalId = feed.items.find((item) => item.market_price_observed_on === DAY && item.fair_value !== null)?.signal_id ?? '';
}, 180_000);

afterAll(() => running?.close());

describe('the lineage of a signal', () => {
  it('goes from the signal to the bytes of its prices, whose hash is that of the bytes that are there', async () => {
    const { lineage, is_simulated, date } = await lineageOf(signalId, '?observations=5');
    expect({ is_simulated, date, id: lineage.id }).toEqual({ is_simulated: true, date: DAY, id: signalId });
    const features = path(lineage, 'fair_value', 'feature_row');
    const observations = features.made_from.filter((each) => each.link === 'observation');
    expect(observations).toHaveLength(5);
    for (const observation of [...observations, path(lineage, 'observation')]) {
      expect(observation.facts).toMatchObject({ source: 'simulator', is_simulated: true });
      expect(observation.sentence).toContain('(simulated)');
      const payload = child(observation, 'raw_payload');
      const chunks = await sql<{ bytes: Buffer }>('SELECT bytes FROM raw_payload_chunk WHERE raw_payload_id = $1 ORDER BY chunk_number', [payload.facts['raw_payload_id']]);
      expect(sha256(Buffer.concat(chunks.map((chunk) => chunk.bytes)))).toBe(payload.id);
    }
    expect(features.problem).toBeNull();
    expect(features.facts['log_price_cents']).toBeCloseTo(Math.log(Number(observations[0]?.facts['market_minor'])), 9);
  });

  it('names the model, how it became champion, its training and the snapshot, whose hash is that of its file', async () => {
    const { lineage } = await lineageOf(signalId);
    const version = path(lineage, 'fair_value', 'model_version');
    expect(child(version, 'promotion').facts).toMatchObject({ alias: 'champion', effective_from: DAY });
    const training = child(version, 'training_run');
    expect(child(training, 'run').id).toBe(`${RUN}:1`);
    const snapshot = child(training, 'training_snapshot');
    expect(sha256(await readFile(join(running.config.database.dataDir, 'snapshots', `${snapshot.id}.parquet`)))).toBe(snapshot.id);
  });

  it('names the run of every step, what that knew and its code, as the run does itself', async () => {
    const { lineage } = await lineageOf(signalId);
    const run = await json<RunDetails>(`/v1/runs/${encodeURIComponent(`${RUN}:1`)}`);
    expect(run.provenance).toMatchObject({ code_version: expect.stringMatching(/^\d+\.\d+\.\d+\+/), node_version: process.version });
    const runs = all(lineage).filter((each) => each.link === 'run');
    expect(runs).toHaveLength(4);
    for (const each of runs) {
      expect(each).toMatchObject({ id: `${RUN}:1`, problem: null, facts: { known_at: run.provenance?.known_at } });
      expect(child(each, 'code').id).toBe(run.provenance?.code_version);
    }
  });

  it('says of each link when it was recorded, and has no gap', async () => {
    const links = all((await lineageOf(signalId)).lineage);
    expect(links.filter((each) => each.recorded_at === null || each.problem !== null)).toEqual([]);
  });

  it('confirms the bytes of prices and snapshot on request, and says so where they are not what they were', async () => {
    const verified = async () => {
      const record = await running.app.get(SignalRecords).byId(signalId);
      return linksOf(await running.app.get(SignalLineage).of(record, { observations: 2, isVerified: true }));
    };
    expect((await verified()).filter((each) => each.sentence.includes('hashed again: the same')).map((each) => each.link)).toEqual(['raw_payload', 'training_snapshot', 'raw_payload', 'raw_payload']);
    await sql("UPDATE raw_payload_chunk SET bytes = bytes || '\\x00'");
    expect((await verified()).filter((each) => each.problem?.startsWith('Its bytes have the hash')).map((each) => each.link)).toEqual(['raw_payload', 'raw_payload', 'raw_payload']);
    await sql('UPDATE raw_payload_chunk SET bytes = substring(bytes FROM 1 FOR length(bytes) - 1)');
  });

  it('is not there for a signal that is not', async () => {
    for (const id of [signalId.replace(DAY, '2020-01-01'), 'nonsense']) {
      const answer = await read(`/v1/signals/${id}/lineage`);
      expect([answer.status, (await answer.json() as { code: string }).code]).toEqual([404, 'unknown_signal']);
    }
    expect((await read(`/v1/signals/${signalId}/lineage?observations=0`)).status).toBe(400);
  });
});

describe('a run of the same day on the same inputs', () => {
  it('leaves the features to the run that computed them, and the signal with the run that said it', async () => {
    const again = await running.app.get(Pipeline).run({ game, day: DAY, trigger: 'cli', isTrainingForced: true });
    expect(again.runId).toBe(`${RUN}:2`);
    const { stages } = await json<RunDetails>(`/v1/runs/${encodeURIComponent(again.runId)}`);
    const cached = stages.filter((stage) => stage.cached_from !== null);
    expect(cached).toMatchObject([{ stage: 'features', state: 'cached', cached_from: `${RUN}:1`, rows_written: 0 }]);
    expect(path((await lineageOf(signalId)).lineage, 'run').id).toBe(`${RUN}:1`);
  });
});

describe('a price that is corrected after a run', () => {
  it('is not in the lineage of what the run said, and is in that of what the next run says', async () => {
    const before = await lineageOf(signalId);
    const printingId = Number(signalId.split('-')[0]);
    await sql(
      `INSERT INTO observation (printing_id, source_id, observed_on, recorded_at, market_cents, currency)
       SELECT printing_id, source_id, observed_on, now(), market_cents * 2, currency FROM observation WHERE printing_id = $1 AND observed_on = $2`,
      [printingId, DAY],
    );
    await sql('UPDATE observation_day SET row_count = row_count + 1, last_recorded_at = now() WHERE game_id = $1 AND observed_on = $2', [game.id, DAY]);
    expect(await lineageOf(signalId)).toEqual(before);

    const next = await running.app.get(Pipeline).run({ game, day: DAY, trigger: 'cli' });
    expect(next.reports['features']?.cachedFrom).toBeUndefined();
    const after = await lineageOf(signalId);
    expect(path(after.lineage, 'run').id).toBe(`${RUN}:3`);
    expect(pricesOf(after)[0]).toBe(2 * Number(pricesOf(before)[0]));
    expect(pricesOf(after).slice(1)).toEqual(pricesOf(before).slice(1));
    expect(path(after.lineage, 'observation', 'raw_payload')).toMatchObject({ id: null, problem: 'The price came without bytes that were kept.' });
  });

  it('says what is not kept where only the rows beside a signal were replaced', async () => {
    await sql("UPDATE feature_row SET known_at = known_at + interval '1 hour' WHERE day = $1", [DAY]);
    const features = path((await lineageOf(signalId)).lineage, 'fair_value', 'feature_row');
    expect(features.problem).toContain('has replaced its values');
    expect(features.facts).not.toHaveProperty('log_price_cents');
  });

  it('says what was never recorded', async () => {
    await sql('UPDATE signal SET run_id = NULL WHERE day = $1', [DAY]);
    expect(path((await lineageOf(signalId)).lineage, 'run').problem).toContain('not recorded');
  });
});
