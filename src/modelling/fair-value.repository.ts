import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { copyInto, ensureMonthPartitions, inTransaction } from '../database/index.js';
import type { Day } from '../shared/day.js';
import type { FairValueKind } from '../shared/fair-value-kind.js';
import { MOVE_GRID, type MoveCurve } from '../shared/move-curve.js';

/** Estimates of one model version on one day; columns have one entry per printing, NaN is "none". */
export interface FairValueColumns {
  readonly printingIds: Int32Array;
  readonly fairValueCents: Float64Array;
  readonly lower80: Float64Array;
  readonly upper80: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
  readonly pUp: Float64Array;
  readonly pDown: Float64Array;
  /** Row-major: entry `i * MOVE_GRID.length + k` is P(return >= MOVE_GRID[k]) of printing i; NaN where it has no curve. None has, where left out. */
  readonly moveCurves?: Float64Array | undefined;
  readonly kinds: readonly FairValueKind[];
  /** Why no signal may rest on the row; null where one may. */
  readonly reasons: readonly (string | null)[];
}

export interface FairValueRow {
  readonly printingId: number;
  readonly modelVersionId: number;
  readonly horizonDays: number;
  readonly fairValueCents: number | null;
  readonly lower80Cents: number | null;
  readonly upper80Cents: number | null;
  readonly lower95Cents: number | null;
  readonly upper95Cents: number | null;
  readonly upProbability: number | null;
  readonly downProbability: number | null;
  readonly moveCurve: MoveCurve | null;
  readonly kind: FairValueKind;
  readonly reason: string | null;
}

/** An estimate with when it was recorded and the run that wrote it. */
export interface RecordedFairValue extends FairValueRow {
  readonly recordedAt: Date;
  readonly runId: string | null;
}

interface Key {
  readonly day: Day;
  readonly modelVersionId: number;
  readonly horizonDays: number;
}

const VALUE_COLUMNS = [
  'fair_value_cents',
  'lower80_cents',
  'upper80_cents',
  'lower95_cents',
  'upper95_cents',
  'up_probability',
  'down_probability',
  'move_curve',
  'kind',
  'reason',
] as const;

const COLUMNS = `printing_id AS "printingId", model_version_id AS "modelVersionId", horizon_days AS "horizonDays",
  fair_value_cents AS "fairValueCents", lower80_cents AS "lower80Cents", upper80_cents AS "upper80Cents",
  lower95_cents AS "lower95Cents", upper95_cents AS "upper95Cents", up_probability AS "upProbability",
  down_probability AS "downProbability", move_curve AS "moveCurve", kind, reason`;

const COPY_CHUNK_ROWS = 5_000;

@Injectable()
export class FairValueRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Writes a day; rows that are there with the same values are left alone. Returns how many were written. */
  async upsert(key: Key, columns: FairValueColumns, recordedAt: Date, runId?: string): Promise<number> {
    await ensureMonthPartitions(this.dataSource, 'fair_value', { from: key.day, to: key.day });
    const values = VALUE_COLUMNS.join(', ');
    return inTransaction(this.dataSource, async (runner) => {
      await runner.query(`CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT printing_id, ${values} FROM fair_value LIMIT 0`);
      await copyInto(runner, `incoming (printing_id, ${values})`, copyLines(columns));
      const [row] = (await runner.query(
        `WITH merged AS (
           INSERT INTO fair_value AS f (printing_id, day, model_version_id, horizon_days, ${values}, recorded_at, run_id)
           SELECT printing_id, $1, $2, $3, ${values}, $4, $5 FROM incoming
           ON CONFLICT (printing_id, day, model_version_id, horizon_days) DO UPDATE
             SET (${values}, recorded_at, run_id) = (${VALUE_COLUMNS.map((name) => `excluded.${name}`).join(', ')}, excluded.recorded_at, excluded.run_id)
             WHERE (${VALUE_COLUMNS.map((name) => `f.${name}`).join(', ')})
               IS DISTINCT FROM (${VALUE_COLUMNS.map((name) => `excluded.${name}`).join(', ')})
           RETURNING 1)
         SELECT count(*) AS written FROM merged`,
        [key.day, key.modelVersionId, key.horizonDays, recordedAt, runId ?? null],
      )) as { written: number }[];
      return row?.written ?? 0;
    });
  }

  /** Of one horizon, ascending by printing. */
  async rowsOf({ day, modelVersionId, horizonDays }: Key): Promise<FairValueRow[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM fair_value WHERE day = $1 AND model_version_id = $2 AND horizon_days = $3 ORDER BY printing_id`,
      [day, modelVersionId, horizonDays],
    );
  }

  /** One estimate with who wrote it and when. */
  async recorded(printingId: number, { day, modelVersionId, horizonDays }: Key): Promise<RecordedFairValue | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${COLUMNS}, recorded_at AS "recordedAt", run_id AS "runId" FROM fair_value
       WHERE printing_id = $1 AND day = $2 AND model_version_id = $3 AND horizon_days = $4`,
      [printingId, day, modelVersionId, horizonDays],
    )) as RecordedFairValue[];
    return rows[0];
  }

  /** Of one printing, every horizon, ascending. */
  async rowsOfPrinting(printingId: number, { day, modelVersionId }: Omit<Key, 'horizonDays'>): Promise<FairValueRow[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM fair_value WHERE printing_id = $1 AND day = $2 AND model_version_id = $3 ORDER BY horizon_days`,
      [printingId, day, modelVersionId],
    );
  }
}

const copyNumber = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '\\N' : String(value));

/** A curve with an entry that is not known is not known. */
function copyCurve(curves: Float64Array | undefined, row: number): string {
  const curve = curves?.subarray(row * MOVE_GRID.length, (row + 1) * MOVE_GRID.length);
  return curve === undefined || curve.length < MOVE_GRID.length || curve.some(Number.isNaN) ? '\\N' : `{${curve.join(',')}}`;
}

function* copyLines(columns: FairValueColumns): Generator<string> {
  const { fairValueCents, lower80, upper80, lower95, upper95, pUp, pDown } = columns;
  let chunk = '';
  for (let i = 0; i < columns.printingIds.length; i++) {
    const numbers = [fairValueCents, lower80, upper80, lower95, upper95, pUp, pDown].map((column) => copyNumber(column[i]));
    chunk += `${columns.printingIds[i]}\t${numbers.join('\t')}\t${copyCurve(columns.moveCurves, i)}\t${columns.kinds[i]}\t${columns.reasons[i] ?? '\\N'}\n`;
    if ((i + 1) % COPY_CHUNK_ROWS === 0) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
