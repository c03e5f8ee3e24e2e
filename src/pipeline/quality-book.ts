import { Injectable } from '@nestjs/common';
import { CatalogueReader, PriceFlagReader, QualityReader, type StoredExpectationResult } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { NotFound } from '../shared/errors.js';
import { type QualityAnswer, type RunQualityAnswer, toPartitions, toPriceFlagAnswer } from './http/quality.dto.js';
import { RunReader } from './run.reader.js';

/** A partition as the report of the quality stage names it. */
interface ReportedPartition {
  readonly sourceId: number;
  readonly observedOn: Day;
}

/** What the HTTP API and the command line say about data quality. */
@Injectable()
export class QualityBook {
  constructor(
    private readonly quality: QualityReader,
    private readonly flags: PriceFlagReader,
    private readonly catalogue: CatalogueReader,
    private readonly runs: RunReader,
  ) {}

  async ofDay(slug: string, asked: Day | undefined): Promise<QualityAnswer> {
    const game = await this.catalogue.gameBySlug(slug);
    if (!game) throw new NotFound(`There is no game "${slug}"; GET /v1/games lists them.`);
    const day = asked ?? (await this.quality.lastDay(game.id));
    if (day === undefined) return { game: slug, date: null, sources: [], flag_counts: [], quarantined: [] };
    const [results, flagCounts, quarantined] = await Promise.all([this.quality.onDay(game.id, day), this.flags.countsOn(game.id, day), this.flags.quarantinedOn(game.id, day)]);
    return { game: slug, date: day, sources: toPartitions(results), flag_counts: flagCounts, quarantined: quarantined.map(toPriceFlagAnswer) };
  }

  /** What a run judged. A run that was stopped has left no report: then what it was the last to evaluate. */
  async ofRun(runId: string): Promise<RunQualityAnswer> {
    const run = await this.runs.run(runId);
    if (!run) throw new NotFound(`There is no run "${runId}"; GET /v1/runs lists them.`);
    const report = (await this.runs.stagesOf(runId)).findLast((stage) => stage.stage === 'quality' && stage.report !== null)?.report;
    const reported = report?.outputs?.['partitions'] as readonly ReportedPartition[] | undefined;
    const results = reported ? await this.resultsOf(run.gameId, reported) : await this.quality.ofRun(runId);
    return { run_id: runId, sources: toPartitions(results) };
  }

  private async resultsOf(gameId: number, partitions: readonly ReportedPartition[]): Promise<StoredExpectationResult[]> {
    const days = [...new Set(partitions.map((one) => one.observedOn))];
    const results = await Promise.all(days.map((day) => this.quality.onDay(gameId, day)));
    const judged = new Set(partitions.map((one) => `${one.sourceId}/${one.observedOn}`));
    return results.flat().filter((result) => judged.has(`${result.sourceId}/${result.observedOn}`));
  }
}
