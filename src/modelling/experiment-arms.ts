import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { armOf } from './domain/experiment-assignment.js';
import { ExperimentRepository } from './experiment.repository.js';
import { type FairValueRow, FairValueRepository } from './fair-value.repository.js';
import { ModelRepository, type ModelVersion } from './model.repository.js';

export interface ArmRows {
  readonly rows: readonly FairValueRow[];
  /** The versions the rows come from. */
  readonly versions: readonly ModelVersion[];
}

/** Puts the estimates of B in the place of the champion's on cards of arm B, while an experiment with this champion serves. */
@Injectable()
export class ExperimentArms {
  constructor(
    private readonly experiments: ExperimentRepository,
    private readonly models: ModelRepository,
    private readonly fairValues: FairValueRepository,
  ) {}

  /** Rows stay ascending by printing. A card of arm B that B has no row for keeps the champion's. */
  async assign(day: Day, champion: ModelVersion, rows: readonly FairValueRow[]): Promise<ArmRows> {
    const experiment = await this.experiments.servingOn(champion.gameId, day);
    const b = experiment?.modelVersionA === champion.id ? await this.models.version(experiment.modelVersionB) : undefined;
    if (!experiment || !b) return { rows, versions: [champion] };
    const rowsOfB = new Map((await this.fairValues.rowsOf({ day, modelVersionId: b.id, horizonDays: b.horizonDays })).map((row) => [row.printingId, row]));
    const assigned = rows.map((row) => {
      const isB = armOf(experiment.name, String(row.printingId), experiment.shareB) === 'b';
      return isB ? (rowsOfB.get(row.printingId) ?? row) : row;
    });
    return { rows: assigned, versions: [champion, b] };
  }
}
