import { Injectable } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import { type Reading, StandingMetrics } from '../metrics/index.js';
import { CHAMPION, DriftReader, type HorizonRecord, ModelReader, ModelRegistry, PredictionRecordReader } from '../modelling/index.js';
import { TrackRecordReader } from '../serving/index.js';
import { addDays, type Day, dayNumber } from '../shared/day.js';
import { lostSkillEvaluations } from './domain/lost-skill.js';
import { StandingRepository } from './standing.repository.js';

/** Evaluations that are looked back on. */
const LOOK_BACK_DAYS = 14;
/** Of the versions of a game, the newest. One that is older and still the champion is not named. */
const MOST_VERSIONS = 1_000;
const SECONDS_PER_DAY = 86_400;
const secondsOf = (day: Day): number => dayNumber(day) * SECONDS_PER_DAY;

/** Whom it asks about models. */
@Injectable()
export class ModelStandingReaders {
  constructor(
    readonly models: ModelReader,
    readonly registry: ModelRegistry,
    readonly records: PredictionRecordReader,
    readonly drift: DriftReader,
  ) {}
}

type Readings = Partial<Record<Parameters<StandingMetrics['set']>[0], Reading[]>>;

/** Whether the models are worth what they say: skill, coverage, precision, drift. Costly to ask, and the same until a run has ended. */
@Injectable()
export class ModelStanding {
  constructor(
    private readonly readers: ModelStandingReaders,
    private readonly signals: TrackRecordReader,
    private readonly standings: StandingRepository,
    private readonly metrics: StandingMetrics,
  ) {}

  async read(games: readonly Game[], today: Day): Promise<void> {
    const all: Readings = {
      modelInfo: [], trainedThrough: [], skill: [], logError: [], coverage: [], rollingSkill: [], promisedSkill: [], rollingCoverage: [], lostSkillEvaluations: [],
      precision: [], signalBase: [], signals: [], driftingShare: [], driftPersistence: [],
    };
    const add = (gauge: keyof Readings, labels: Readonly<Record<string, string>>, value: number | null | undefined): void => {
      if (value !== null && value !== undefined) all[gauge]?.push({ labels, value });
    };
    for (const game of games) {
      await this.versions(game, today, add);
      await this.drift(game, add);
      for (const record of (await this.readers.records.ofGame(game.id)).served) estimates(game.slug, record, add);
      for (const { signal, holdingDays, precisionRatio, baseRatio } of (await this.signals.of(game.slug)).records) {
        const labels = { game: game.slug, signal, holding_days: String(holdingDays) };
        add('precision', labels, precisionRatio);
        add('signalBase', labels, baseRatio);
      }
      for (const { label, count } of await this.standings.signals(game.id)) add('signals', { game: game.slug, signal: label }, count);
    }
    for (const [gauge, readings] of Object.entries(all)) this.metrics.set(gauge as keyof Readings, readings);
  }

  private async versions(game: Game, today: Day, add: Add): Promise<void> {
    const versions = new Map((await this.readers.models.versions({ gameId: game.id, limit: MOST_VERSIONS })).map((version) => [version.id, version]));
    for (const { alias, modelVersionId } of await this.readers.registry.holdersOn(game.id, today)) {
      const version = versions.get(modelVersionId);
      if (version === undefined) continue;
      add('modelInfo', { game: game.slug, name: version.name, version: String(version.version), alias }, 1);
      if (alias === CHAMPION) add('trainedThrough', { game: game.slug }, secondsOf(version.trainedThrough));
    }
  }

  private async drift({ id, slug: game }: Game, add: Add): Promise<void> {
    const last = await this.readers.drift.lastDay(id);
    if (last === undefined) return;
    const { reports } = await this.readers.drift.between(id, addDays(last, -LOOK_BACK_DAYS), last);
    const [latest] = reports;
    if (latest === undefined) return;
    const { inputs, predictions, skill } = latest.report;
    add('driftingShare', { game, part: 'inputs', test: 'psi_share' }, inputs.driftingShare);
    add('driftingShare', { game, part: 'predictions', test: 'psi_share' }, predictions.driftingShare);
    add('driftPersistence', { game }, latest.persistentDays);
    const error = skill.relativeLogError;
    add('rollingSkill', { game }, error && 1 - error.value);
    add('promisedSkill', { game }, error?.promised === null || error?.promised === undefined ? null : 1 - error.promised);
    add('rollingCoverage', { game }, skill.coverage80?.value);
    add('lostSkillEvaluations', { game }, lostSkillEvaluations(reports.map(({ day, report }) => ({ day, relativeError: report.skill.relativeLogError?.value ?? null }))));
  }
}

type Add = (gauge: keyof Readings, labels: Readonly<Record<string, string>>, value: number | null | undefined) => void;

function estimates(game: string, { horizonDays, total }: HorizonRecord, add: Add): void {
  const labels = { game, horizon_days: String(horizonDays) };
  add('skill', labels, total.relativeLogError === null ? null : 1 - total.relativeLogError);
  add('coverage', labels, total.coverage80);
  add('logError', { ...labels, estimator: 'model' }, total.meanLogError);
  add('logError', { ...labels, estimator: 'last_price' }, total.lastPriceMeanLogError);
}
