import { Injectable } from '@nestjs/common';
import { championSpans } from './domain/champion-history.js';
import { type HorizonRecord, horizonRecords, type MonthRecord, type PredictionRecord } from './domain/prediction-record.js';
import { CHAMPION } from './model-registry.js';
import { ModelRepository } from './model.repository.js';
import { PredictionRecordRepository } from './prediction-record.repository.js';

export type { HorizonRecord, MonthRecord, PredictionRecord };

/** How the estimates of a game did: what was served, and each version, seen or unseen. */
export interface GamePredictionRecord {
  /** Of the champion of each day, whichever version that was. */
  readonly served: readonly HorizonRecord[];
  /** Newest version first. */
  readonly versions: readonly { readonly modelVersionId: number; readonly records: readonly HorizonRecord[] }[];
}

/** Answers neighbours how estimates turned out, beside the last price. */
@Injectable()
export class PredictionRecordReader {
  constructor(
    private readonly models: ModelRepository,
    private readonly predictions: PredictionRecordRepository,
  ) {}

  async ofGame(gameId: number, horizonDays?: number): Promise<GamePredictionRecord> {
    const sums = await this.predictions.sums({
      gameId,
      horizonDays,
      champions: championSpans(await this.models.promotions(gameId, CHAMPION)),
    });
    const ids = [...new Set(sums.map((each) => each.modelVersionId))].toSorted((a, b) => b - a);
    return {
      served: horizonRecords(sums.filter((each) => each.isChampion)),
      versions: ids.map((modelVersionId) => ({ modelVersionId, records: horizonRecords(sums.filter((each) => each.modelVersionId === modelVersionId)) })),
    };
  }

  async ofVersion(gameId: number, modelVersionId: number): Promise<HorizonRecord[]> {
    return horizonRecords(await this.predictions.sums({ gameId, modelVersionId, champions: [] }));
  }
}
