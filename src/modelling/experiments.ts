import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayOf } from '../shared/day.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { DEFAULT_EXPERIMENT_RULE } from './domain/experiment-decision.js';
import { type Experiment, type ExperimentEvent, ExperimentRepository, type ExperimentUnit } from './experiment.repository.js';
import { ModelRegistry } from './model-registry.js';
import { ModelRepository, type ModelVersion } from './model.repository.js';

export type { Experiment, ExperimentEvent, ExperimentUnit };

export interface ExperimentRequest {
  readonly gameId: number;
  /** Unique in its game; also the salt of the assignment. */
  readonly name: string;
  readonly unit: ExperimentUnit;
  /** Share of units in arm B, between 0 and 1. */
  readonly shareB: number;
  readonly modelVersionA: number;
  readonly modelVersionB: number;
  /** The first day that counts; today where nothing is said. */
  readonly startedOn?: Day;
  readonly significance?: number;
  readonly mostDays?: number;
  readonly actor: string;
  readonly reason: string;
}

export interface Move {
  readonly actor: string;
  readonly reason: string;
}

/** Begins experiments, shows arm B to its share of cards, and stops them by hand. Looks and decisions are {@link ExperimentLooks}. */
@Injectable()
export class Experiments {
  constructor(
    private readonly experiments: ExperimentRepository,
    private readonly models: ModelRepository,
    private readonly registry: ModelRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async one(id: number): Promise<Experiment> {
    const experiment = await this.experiments.one(id);
    if (!experiment) throw new NotFound(`There is no experiment ${id}; GET /v1/experiments lists them.`);
    return experiment;
  }

  /** Newest first. */
  async list(filter: { gameId?: number; limit: number }): Promise<Experiment[]> {
    return this.experiments.list(filter);
  }

  /** In the order they happened. */
  async events(id: number): Promise<ExperimentEvent[]> {
    return this.experiments.events(id);
  }

  /** Begins in shadow: both versions are estimated daily, only A is seen. */
  async create(request: ExperimentRequest): Promise<Experiment> {
    const startedOn = request.startedOn ?? dayOf(this.clock.now());
    const [a, b] = await this.arms(request, startedOn);
    const arms = { modelVersionA: a.id, modelVersionB: b.id, horizonDays: a.horizonDays };
    const known = await this.experiments.maturedDays(arms, startedOn);
    if (known > 0) {
      throw new BadData(`started_on is ${startedOn}, but how both versions did on ${known} days since is known already; expected a day whose outcome is not: what is known cannot be bet on.`);
    }
    const { significance, mostDays } = request;
    return this.experiments.create({
      gameId: request.gameId,
      name: request.name,
      unit: request.unit,
      shareB: request.shareB,
      ...arms,
      rule: { ...DEFAULT_EXPERIMENT_RULE, ...(significance === undefined ? {} : { significance }), ...(mostDays === undefined ? {} : { mostDays }) },
      startedOn,
      actor: request.actor,
      reason: request.reason,
      recordedAt: this.clock.now(),
    });
  }

  /** From shadow to serving: from that day on, cards of arm B rest on B. */
  async serve(id: number, { servingFrom = dayOf(this.clock.now()), ...move }: Move & { servingFrom?: Day }): Promise<Experiment> {
    const experiment = await this.one(id);
    const look = await this.experiments.lastLook(id);
    if (experiment.unit !== 'card') {
      throw new BadData(`unit is "${experiment.unit}"; only experiments over "card" can serve, because the signal of a card and day is one for all clients.`);
    }
    if (experiment.phase !== 'shadow') throw new Conflict(`Experiment ${id} is ${experiment.phase}; only one in shadow can begin to serve.`);
    const earliest = look?.day ?? experiment.startedOn;
    if (servingFrom < earliest) throw new BadData(`serving_from is ${servingFrom}; expected ${earliest} or later, the last day that was looked at.`);
    const obstacles = [
      ...(await this.armObstacles(experiment, servingFrom)),
      ...(look?.evidence.guardrails ?? [])
        .filter((each) => each.holds !== true)
        .map((each) => `${each.id} is ${each.measured === null || each.holds === null ? 'not known yet' : each.measured.toFixed(3)} (required: ${each.least} to ${each.most})`),
    ];
    if (!look || obstacles.length > 0) throw new Conflict(`Experiment ${id} cannot serve yet: ${look ? obstacles.join('; ') : 'nobody has looked at it'}.`);
    await this.experiments.serve(id, { kind: 'serving', day: servingFrom, evidence: null, ...move, recordedAt: this.clock.now() });
    return this.one(id);
  }

  /** Ends it without a decision. Days that were not run yet rest on the champion alone. */
  async stop(id: number, move: Move): Promise<Experiment> {
    const experiment = await this.one(id);
    const lastDay = (await this.experiments.lastLook(id))?.day ?? experiment.startedOn;
    const yesterday = addDays(dayOf(this.clock.now()), -1);
    const event = { day: lastDay, evidence: null, ...move, recordedAt: this.clock.now() };
    await this.experiments.stop(id, {
      stoppedOn: lastDay,
      servingUntil: experiment.servingFrom === null ? undefined : lastDay < yesterday ? lastDay : yesterday,
      decision: 'stopped_by_hand',
      evidence: null,
      events: [{ kind: 'stopped', ...event }],
    });
    return this.one(id);
  }

  private async arms(request: ExperimentRequest, startedOn: Day): Promise<[ModelVersion, ModelVersion]> {
    const [a, b] = await Promise.all([this.versionOf(request.gameId, request.modelVersionA), this.versionOf(request.gameId, request.modelVersionB)]);
    if (a.id === b.id) throw new BadData(`model_a and model_b are both ${a.id}; expected two versions.`);
    if (a.horizonDays !== b.horizonDays) {
      throw new BadData(`model_b looks ${b.horizonDays} days ahead and model_a ${a.horizonDays}; expected two versions with the same horizon.`);
    }
    for (const { id, trainedThrough } of [a, b]) {
      if (trainedThrough > startedOn) throw new BadData(`started_on is ${startedOn}, but model version ${id} was trained through ${trainedThrough}; expected that day or later.`);
    }
    return [a, b];
  }

  private async versionOf(gameId: number, id: number): Promise<ModelVersion> {
    const version = await this.models.version(id);
    if (!version || version.gameId !== gameId) throw new NotFound(`There is no model version ${id} of this game; GET /v1/models lists them.`);
    return version;
  }

  private async armObstacles(experiment: Experiment, servingFrom: Day): Promise<string[]> {
    const [b, champion, matured] = await Promise.all([
      this.models.version(experiment.modelVersionB),
      this.registry.championOn(experiment.gameId, servingFrom),
      this.experiments.maturedDays(experiment, experiment.startedOn),
    ]);
    const { leastShadowDays } = experiment.rule;
    return [
      ...(b?.hasPassedGate ? [] : [`model version ${experiment.modelVersionB} has not passed the gate`]),
      ...(champion?.id === experiment.modelVersionA ? [] : [`model version ${experiment.modelVersionA} is not the champion on ${servingFrom}`]),
      ...(matured >= leastShadowDays ? [] : [`${matured} days have matured (required: ${leastShadowDays})`]),
    ];
  }
}
