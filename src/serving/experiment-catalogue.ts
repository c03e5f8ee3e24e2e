import { Injectable } from '@nestjs/common';
import { type Experiment, type ExperimentEvent, type ExperimentRequest, Experiments } from '../modelling/index.js';
import type { Day } from '../shared/day.js';
import { CardDirectory } from './card-directory.js';

/** An experiment as the API shows it. */
export interface ListedExperiment {
  readonly experiment: Experiment;
  readonly game: string;
}

/** Experiments under the names of their games. */
@Injectable()
export class ExperimentCatalogue {
  constructor(
    private readonly experiments: Experiments,
    private readonly directory: CardDirectory,
  ) {}

  async list(filter: { game?: string | undefined; limit: number }): Promise<ListedExperiment[]> {
    const games = filter.game === undefined ? await this.directory.gamesShown() : [await this.directory.game(filter.game)];
    const [only, ...others] = games;
    const found = await this.experiments.list({ limit: filter.limit, ...(only && others.length === 0 ? { gameId: only.id } : {}) });
    return found.flatMap((experiment) => {
      const game = games.find((each) => each.id === experiment.gameId);
      return game ? [{ experiment, game: game.slug }] : [];
    });
  }

  async one(id: number): Promise<ListedExperiment & { events: ExperimentEvent[] }> {
    const listed = await this.listed(await this.experiments.one(id));
    return { ...listed, events: await this.experiments.events(id) };
  }

  async create(slug: string, request: Omit<ExperimentRequest, 'gameId'>): Promise<ListedExperiment> {
    const game = await this.directory.game(slug);
    return { experiment: await this.experiments.create({ ...request, gameId: game.id }), game: game.slug };
  }

  async serve(id: number, request: { actor: string; reason: string; servingFrom?: Day }): Promise<ListedExperiment> {
    return this.listed(await this.experiments.serve(id, request));
  }

  async stop(id: number, request: { actor: string; reason: string }): Promise<ListedExperiment> {
    return this.listed(await this.experiments.stop(id, request));
  }

  private async listed(experiment: Experiment): Promise<ListedExperiment> {
    const game = (await this.directory.games()).find((each) => each.id === experiment.gameId);
    return { experiment, game: game?.slug ?? '' };
  }
}
