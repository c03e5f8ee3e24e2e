import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

export interface TrainingSeed {
  readonly gameId: number;
  readonly day: string;
  readonly candidates: readonly CandidateSeed[];
  /** Bytes of the training snapshot; none where there are none. */
  readonly snapshot?: { readonly dataDir: string; readonly bytes: Uint8Array };
}

export interface CandidateSeed {
  readonly name: string;
  readonly parameters?: unknown;
  readonly report?: object;
  /** A candidate with a problem is not registered. */
  readonly problem?: string;
}

export interface SeededTraining {
  readonly trainingRunId: number;
  readonly snapshotHash: string | null;
  /** By name. */
  readonly versionIds: Readonly<Record<string, number>>;
}

/** A training run with its candidates, their registered versions, and the snapshot file. */
export async function aTraining(dataSource: DataSource, seed: TrainingSeed): Promise<SeededTraining> {
  const one = async (sql: string, values: unknown[]): Promise<number> => ((await dataSource.query(sql, values)) as { id: number }[])[0]?.id ?? 0;
  const snapshotHash = seed.snapshot ? await writeSnapshot(dataSource, seed, seed.snapshot) : null;
  const candidates = seed.candidates.map(({ name, parameters = {}, report = {}, problem = null }) => ({
    name, parameters, calibration: { large: true }, companions: [], report: { modelName: name, ...report }, policy: null, hasPassedLookAheadCheck: true, reference: { large: true }, problem,
  }));
  const trainingRunId = await one(
    `INSERT INTO training_run (game_id, day, input_digest, snapshot_hash, horizon_days, candidates, report, recorded_at)
     VALUES ($1, $2, $3, $4, 28, $5, $6, $7) RETURNING id`,
    [seed.gameId, seed.day, `digest ${seed.day}`, snapshotHash, JSON.stringify(candidates), JSON.stringify({ cutoffs: 26, rows: 1_000, version: 1 }), `${seed.day}T21:40:00Z`],
  );
  const versionIds: Record<string, number> = {};
  for (const { name, parameters, calibration, report, problem } of candidates) {
    if (problem !== null) continue;
    versionIds[name] = await one(
      `INSERT INTO model_version (game_id, name, version, training_run_id, trained_through, horizon_days, feature_set_version, snapshot_hash, parameters,
         calibration, report, gate, has_passed_gate, recorded_at)
       SELECT $1::int, $2::text, coalesce(max(version), 0) + 1, $3::int, $4::date, 28, 1, $5::text, $6::jsonb, $7::jsonb, $8::jsonb, $9::jsonb, true, $10::timestamptz
       FROM model_version WHERE game_id = $1 AND name = $2 RETURNING id`,
      [
        seed.gameId, name, trainingRunId, seed.day, snapshotHash, JSON.stringify(parameters), JSON.stringify(calibration), JSON.stringify(report),
        JSON.stringify({ modelName: name, passed: true, checks: [] }), `${seed.day}T21:41:00Z`,
      ],
    );
  }
  return { trainingRunId, snapshotHash, versionIds };
}

async function writeSnapshot(dataSource: DataSource, { gameId, day }: TrainingSeed, { dataDir, bytes }: NonNullable<TrainingSeed['snapshot']>): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  await mkdir(join(dataDir, 'snapshots'), { recursive: true });
  await writeFile(join(dataDir, 'snapshots', `${hash}.parquet`), bytes);
  await dataSource.query(
    `INSERT INTO training_snapshot (content_hash, game_id, feature_set_version, from_day, to_day, horizon_days, row_count, path, recorded_at)
     VALUES ($1, $2, 1, '2024-01-01', $3, 28, 1000, $4, $5) ON CONFLICT DO NOTHING`,
    [hash, gameId, day, join('snapshots', `${hash}.parquet`), `${day}T21:40:00Z`],
  );
  return hash;
}
