import { Injectable } from '@nestjs/common';
import { type Day, dayNumber } from '../shared/day.js';
import { Bug } from '../shared/errors.js';
import { computeFeatureRows, type FeaturePanel, type FeatureRows } from './domain/compute-feature-rows.js';
import { FEATURE_SET } from './domain/feature-set.js';
import { FeatureRowRepository, type RecordedFeatureRow } from './feature-row.repository.js';

export type { RecordedFeatureRow };

export type StoredFeatureRows = Pick<FeatureRows, 'day' | 'names' | 'printingIds' | 'values'>;

/** Answers the models: feature rows as they are stored, and as they would be. Of the present version of the feature set. */
@Injectable()
export class FeatureRowReader {
  constructor(private readonly rows: FeatureRowRepository) {}

  /** The rows of a day that may long be over, from what the panel knew by then. */
  featureRowsOn(panel: FeaturePanel, day: number): FeatureRows {
    return computeFeatureRows(panel, day);
  }

  /** What the features stage wrote on a day, for printings of which one feature is at least so much. */
  async storedOn(gameId: number, day: Day, least: { feature: string; value: number }): Promise<StoredFeatureRows> {
    const names = FEATURE_SET.features.map((feature) => feature.name);
    const position = names.indexOf(least.feature);
    if (position < 0) throw new Bug(`the feature set has no feature "${least.feature}"`);
    const stored = await this.rows.rowsOf(gameId, day, FEATURE_SET.version, { position, value: least.value });
    const values = new Float64Array(stored.length * names.length).fill(NaN);
    stored.forEach(({ featureValues }, row) => {
      featureValues.forEach((value, column) => {
        if (value !== null) values[row * names.length + column] = value;
      });
    });
    return { day: dayNumber(day), names, printingIds: Int32Array.from(stored, (row) => row.printingId), values };
  }

  /** The row of a printing and day as it is stored, of any version of the set; undefined where there is none. */
  async recordedRow(printingId: number, day: Day, version: number): Promise<RecordedFeatureRow | undefined> {
    return this.rows.recorded({ printingId, day, version }, FEATURE_SET.name);
  }

  /** Names what is stored of a day: another digest, other rows. Of the present version of the set. */
  async contentDigest(gameId: number, day: Day): Promise<string> {
    const { count, digest } = await this.rows.contentOf(gameId, day, FEATURE_SET.version);
    return `${count} ${digest}`;
  }

  /** The last days of a game with rows, newest first. */
  async storedDays(gameId: number, window: { from: Day; to: Day; limit: number }): Promise<Day[]> {
    return this.rows.daysOf(gameId, FEATURE_SET.version, window);
  }
}
