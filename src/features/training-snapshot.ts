import { Inject, Injectable } from '@nestjs/common';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { toDay } from '../shared/day.js';
import type { ProgressStage } from '../shared/progress.js';
import { computeFeatureRows, type FeatureRows } from './domain/compute-feature-rows.js';
import { FEATURE_SET } from './domain/feature-set.js';
import { logReturnAhead } from './domain/target.js';
import type { GamePanel } from './panel.reader.js';
import { TrainingSnapshotRepository } from './training-snapshot.repository.js';

export interface SnapshotRequest {
  readonly gameId: number;
  readonly panel: GamePanel;
  /** The days whose feature rows the snapshot holds, ascending day numbers; every target has matured. */
  readonly cutoffDays: readonly number[];
  readonly horizonDays: number;
  readonly progress: ProgressStage;
}

export interface WrittenSnapshot {
  readonly contentHash: string;
  readonly rowCount: number;
}

/** What a model was trained on. */
export interface SnapshotFacts {
  readonly fromDay: string;
  readonly toDay: string;
  readonly rowCount: number;
  readonly featureSetVersion: number;
  readonly recordedAt: Date;
}

/** Where a snapshot lies. */
export interface SnapshotFile extends SnapshotFacts {
  /** On this machine; that it is there is not said. */
  readonly path: string;
}

const FOLDER = 'snapshots';

/**
 * Training snapshots: the feature rows of many days with their realised targets, in one columnar file (Parquet) named by the
 * hash of its bytes. The same inputs give the same bytes, so a model's snapshot hash says what it was trained on.
 * Columns: `printing_id`, `day`, `market_log_return_ahead` (the target, NaN where it was not observed), then the features.
 */
@Injectable()
export class TrainingSnapshots {
  constructor(
    private readonly snapshots: TrainingSnapshotRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of the snapshot with that content; undefined where there is none. */
  async find(contentHash: string): Promise<SnapshotFacts | undefined> {
    return this.snapshots.find(contentHash);
  }

  /** The hash of a snapshot's file as it lies there now; undefined where the file is not there. */
  async hashOfFile(contentHash: string): Promise<string | undefined> {
    const found = await this.file(contentHash);
    return found && existsSync(found.path) ? hashFile(found.path) : undefined;
  }

  /** As {@link find}, with the file. */
  async file(contentHash: string): Promise<SnapshotFile | undefined> {
    const found = await this.snapshots.find(contentHash);
    return found && { ...found, path: join(this.config.database.dataDir, found.path) };
  }

  /** Undefined where no cutoff has matured yet. */
  async write(request: SnapshotRequest): Promise<WrittenSnapshot | undefined> {
    const [firstDay, lastDay] = [request.cutoffDays.at(0), request.cutoffDays.at(-1)];
    if (firstDay === undefined || lastDay === undefined) return undefined;
    const folder = join(this.config.database.dataDir, FOLDER);
    await mkdir(folder, { recursive: true });
    const draft = join(folder, `draft-${randomUUID()}`);
    try {
      const rowCount = await writeParquet(draft, request);
      const contentHash = await hashFile(draft);
      const path = join(FOLDER, `${contentHash}.parquet`);
      await rename(draft, join(this.config.database.dataDir, path));
      await this.snapshots.save({
        contentHash,
        gameId: request.gameId,
        featureSetVersion: FEATURE_SET.version,
        fromDay: toDay(firstDay),
        toDay: toDay(lastDay),
        horizonDays: request.horizonDays,
        rowCount,
        path,
        recordedAt: this.clock.now(),
      });
      return { contentHash, rowCount };
    } finally {
      await rm(draft, { force: true });
    }
  }
}

/** One row group per cutoff, so that memory holds one day at a time. Returns the number of rows. */
async function writeParquet(path: string, request: SnapshotRequest): Promise<number> {
  const schema = schemaFromColumnData({ columnData: columnsOf(emptyRows(), new Float64Array()) });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'pokewatch' });
  const seriesOf = new Map(request.panel.series.map((series) => [series.printingId as number, series]));
  let rowCount = 0;
  for (const [done, day] of request.cutoffDays.entries()) {
    const rows = computeFeatureRows(request.panel, day);
    const targets = Float64Array.from(rows.printingIds, (printingId) => {
      const series = seriesOf.get(printingId);
      return series ? logReturnAhead(series, day, request.horizonDays) : NaN;
    });
    if (rows.printingIds.length > 0) await writer.write({ columnData: columnsOf(rows, targets), rowGroupSize: rows.printingIds.length });
    rowCount += rows.printingIds.length;
    request.progress.at(done + 1);
    await nextTurn();
  }
  await writer.finish();
  return rowCount;
}

function columnsOf(rows: FeatureRows, targets: Float64Array) {
  const { names, values, printingIds } = rows;
  return [
    { name: 'printing_id', data: printingIds, type: 'INT32' as const, nullable: false },
    { name: 'day', data: new Int32Array(printingIds.length).fill(rows.day), type: 'INT32' as const, nullable: false },
    { name: 'market_log_return_ahead', data: targets, type: 'DOUBLE' as const, nullable: false },
    ...names.map((name, column) => ({
      name,
      data: Float64Array.from(printingIds, (_, row) => values[row * names.length + column] as number),
      type: 'DOUBLE' as const,
      nullable: false,
    })),
  ];
}

function emptyRows(): FeatureRows {
  return computeFeatureRows({ facts: [], series: [] }, 0);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
