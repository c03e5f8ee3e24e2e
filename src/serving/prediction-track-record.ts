import { Injectable } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import { type HorizonRecord, PredictionRecordReader } from '../modelling/index.js';
import { CardDirectory } from './card-directory.js';
import { ModelCatalogue } from './model-catalogue.js';
import { type ModelName, ModelNames } from './model-names.js';

/** How the estimates of one version did. */
export interface VersionTrackRecord {
  readonly model: ModelName;
  readonly records: readonly HorizonRecord[];
}

/** How the estimates of one game did: those that were served, and those of every version. */
export interface GamePredictionTrackRecord {
  readonly game: Game;
  readonly served: readonly HorizonRecord[];
  readonly versions: readonly VersionTrackRecord[];
}

/** Answers how past estimates turned out, under the names of games and models. */
@Injectable()
export class PredictionTrackRecord {
  constructor(
    private readonly records: PredictionRecordReader,
    private readonly directory: CardDirectory,
    private readonly models: ModelCatalogue,
    private readonly names: ModelNames,
  ) {}

  async ofGame(slug: string | undefined, horizonDays: number | undefined): Promise<GamePredictionTrackRecord> {
    const game = await this.directory.game(slug);
    const { served, versions } = await this.records.ofGame(game.id, horizonDays);
    const named: VersionTrackRecord[] = [];
    for (const { modelVersionId, records } of versions) {
      const model = await this.names.of(modelVersionId);
      if (model) named.push({ model, records });
    }
    return { game, served, versions: named };
  }

  /** Throws NotFound for a model that does not exist. */
  async ofModel(id: number): Promise<VersionTrackRecord & { readonly game: Game }> {
    const { model, game: slug } = await this.models.one(id);
    const [game, records] = await Promise.all([this.directory.game(slug), this.records.ofVersion(model.gameId, id)]);
    return { game, model: { id, name: model.name, version: model.version }, records };
  }
}
