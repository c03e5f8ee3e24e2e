import { Inject, Injectable } from '@nestjs/common';
import { ObservationReader } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, toDay } from '../shared/day.js';
import type { Series } from '../shared/series.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { HOLDING_DAYS, judge } from './domain/outcome.js';
import { type JudgedSignal, type Maturity, OutcomeRepository } from './outcome.repository.js';
import { PolicyInForce } from './policy-in-force.js';

/** Judges every signal that has matured by a day and was not judged yet, after each of the holding horizons. */
@Injectable()
export class ScoreStage {
  constructor(
    private readonly outcomes: OutcomeRepository,
    private readonly observations: ObservationReader,
    private readonly inForce: PolicyInForce,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(request: StageRequest): Promise<StageReport> {
    const due = await this.outcomes.unjudged(request.gameId, request.day, HOLDING_DAYS);
    const shown = request.progress.stage('score', due.length, 'days');
    const counts = { days: due.length, judged: 0, good: 0, unobserved: 0 };
    let written = 0;
    for (const [index, maturity] of due.entries()) {
      const judged = await this.judgeDay(request, maturity);
      written += await this.outcomes.save(request.gameId, maturity, judged, this.clock.now());
      counts.judged += judged.length;
      counts.good += judged.filter((each) => each.isGood === true).length;
      counts.unobserved += judged.filter((each) => each.isGood === null).length;
      shown.at(index + 1);
    }
    shown.end(`${counts.judged} signals judged, ${counts.good} right`);
    return { written, counts };
  }

  private async judgeDay({ gameId, knownAt }: StageRequest, maturity: Maturity): Promise<JudgedSignal[]> {
    const lastDay = addDays(maturity.day, maturity.holdingDays);
    // Observations after the signal and within the holding days: a price from before says nothing about the outcome.
    const [matured, held] = await Promise.all([
      this.outcomes.matured(gameId, maturity),
      this.observations.seriesAsOf(gameId, { day: lastDay, knownAt, lookbackDays: maturity.holdingDays }),
    ]);
    const realised = new Map(held.map((series) => [Number(series.printingId), lastPriceOf(series)]));
    return matured.map((signal) => ({ ...signal, ...judge(signal, realised.get(signal.printingId), this.inForce.moveRatio) }));
  }
}

function lastPriceOf({ days, marketCents }: Series): { cents: number; observedOn: string } | undefined {
  const day = days.at(-1);
  const cents = marketCents.at(-1);
  return day === undefined || cents === undefined || Number.isNaN(cents) ? undefined : { cents, observedOn: toDay(day) };
}
