import { Injectable } from '@nestjs/common';
import { daysBetween } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { priceFlags } from './domain/price-flags.js';
import { DAY_OF_A_SOURCE } from './domain/quality/day-expectations.js';
import { criticalFailures, evaluate, type ExpectationResult, type ExpectationStatus } from './domain/quality/expectation.js';
import { FROZEN_FEED } from './domain/quality/frozen-feed.js';
import { LOOKBACK_DAYS, PartitionLoader, type PartitionKey } from './partition-loader.js';
import { QualityRecords } from './quality-records.js';

interface JudgedPartition {
  readonly key: PartitionKey;
  readonly results: readonly ExpectationResult[];
  readonly prices: number;
  readonly flags: number;
  readonly quarantined: number;
  readonly written: number;
}

/**
 * Judges the newest prices of every source before anything is computed from them: those of the day, or of the last day that has any.
 * What it finds is kept whether it lets the run go on or not; prices that cannot be true go into quarantine.
 */
@Injectable()
export class QualityStage {
  constructor(
    private readonly partitions: PartitionLoader,
    private readonly records: QualityRecords,
  ) {}

  /** Throws BadData where a critical expectation fails: nothing is computed from such a day. Without prices at all it is skipped. */
  async run(request: StageRequest): Promise<StageReport> {
    const { gameId, day } = request;
    const keys = await this.partitions.keysFor(gameId, day);
    if (keys.length === 0) {
      return { written: 0, counts: { prices: 0 }, skipped: `No prices were observed in the ${LOOKBACK_DAYS} days up to ${day}.` };
    }
    const step = request.progress.stage('quality', keys.length, 'sources');
    const judged: JudgedPartition[] = [];
    for (const key of keys) {
      judged.push(await this.judge(key, request));
      step.at(judged.length);
    }
    step.end();
    const failures = stoppingFailures(judged).map(({ key, result }) => `${describe(result)}, ${key.observedOn}, source ${key.sourceId}`);
    if (failures.length > 0) throw new BadData(`The prices failed ${failures.length} critical check(s): ${failures.join('; ')}. Nothing is computed from them.`);
    return reportOf(judged, request);
  }

  private async judge(key: PartitionKey, { knownAt, runId }: StageRequest): Promise<JudgedPartition> {
    const partition = await this.partitions.load(key, knownAt);
    const results = evaluate(DAY_OF_A_SOURCE, partition);
    const flags = priceFlags(partition);
    const written = await this.records.keep(key, { results, flags }, runId);
    const quarantined = flags.filter((one) => one.flag === 'QUARANTINED').length;
    return { key, results, prices: partition.prices.length, flags: flags.length, quarantined, written };
  }
}

/**
 * The failures that nothing may be computed after. One frozen feed among others stops nobody else's prices: no signal is given on its own
 * (`source_frozen`), and the failure stays a note of the run. Where every feed is frozen there is nothing to go on with.
 */
function stoppingFailures(judged: readonly JudgedPartition[]): { key: PartitionKey; result: ExpectationResult }[] {
  const isFrozen = ({ results }: JudgedPartition): boolean => criticalFailures(results).some((result) => isFrozenFeed(result));
  const goesOn = judged.some((one) => !isFrozen(one));
  return judged.flatMap(({ key, results }) => criticalFailures(results).filter((result) => !(goesOn && isFrozenFeed(result))).map((result) => ({ key, result })));
}

/** What could not be evaluated is not known to be frozen. */
function isFrozenFeed({ expectation, observed }: ExpectationResult): boolean {
  return expectation === FROZEN_FEED && observed !== null;
}

function reportOf(judged: readonly JudgedPartition[], { day, runId }: StageRequest): StageReport {
  const results = judged.flatMap((one) => one.results);
  const sum = (of: (one: JudgedPartition) => number): number => judged.reduce((total, one) => total + of(one), 0);
  return {
    written: sum((one) => one.written),
    counts: {
      sources: judged.length,
      prices: sum((one) => one.prices),
      price_age_days: Math.min(...judged.map((one) => daysBetween(one.key.observedOn, day))),
      expectations: results.length,
      failed: countOf(results, 'failed'),
      not_evaluated: countOf(results, 'not_evaluated'),
      flags: sum((one) => one.flags),
      quarantined: sum((one) => one.quarantined),
    },
    notes: results.filter((result) => result.status === 'failed').map((result) => `Data quality, ${result.severity}: ${describe(result)}`),
    outputs: {
      partitions: judged.map((one) => ({
        sourceId: one.key.sourceId,
        observedOn: one.key.observedOn,
        passed: countOf(one.results, 'passed'),
        failed: countOf(one.results, 'failed'),
        notEvaluated: countOf(one.results, 'not_evaluated'),
        quarantined: one.quarantined,
      })),
      ...(runId === undefined ? {} : { link: `/v1/runs/${encodeURIComponent(runId)}/quality` }),
    },
  };
}

function countOf(results: readonly ExpectationResult[], status: ExpectationStatus): number {
  return results.filter((result) => result.status === status).length;
}

function describe({ expectation, observed, mostly, expected, reason, unexpectedCount }: ExpectationResult): string {
  if (observed === null) return `${expectation}: ${reason ?? 'not known'}`;
  const share = mostly < 1 ? ` by at least ${mostly} of the rows` : '';
  const rows = unexpectedCount > 0 ? ` in ${unexpectedCount} row(s)` : '';
  return `${expectation}: ${observed.toFixed(3)}${rows} (expected ${expected}${share})`;
}
