import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import { type ExplainedSignal, type PastRecord, pastRecord, type QualityFlag, qualityFlags, SignalExplainer } from '../modelling/index.js';
import type { Day } from '../shared/day.js';
import type { FairValueKind } from '../shared/fair-value-kind.js';
import { DayMarket, type LatestPrice } from './day-market.js';
import type { Reason } from './domain/reasons.js';
import { PolicyInForce } from './policy-in-force.js';
import { type PredictionQuestion, Predictions } from './predictions.js';

/** Why a signal is what it is. */
export interface CardExplanation {
  readonly card: CardSummary;
  readonly day: Day;
  readonly explained: ExplainedSignal;
  readonly horizonDays: number | null;
  readonly fairValueKind: FairValueKind;
  readonly upProbability: number | null;
  readonly downProbability: number | null;
  readonly pastUp: PastRecord | null;
  readonly pastDown: PastRecord | null;
  readonly flags: readonly QualityFlag[];
  /** Why no signal was given that day; null where one was. */
  readonly withheld: Reason | null;
}

/** Explains one card at a time, while somebody waits. */
@Injectable()
export class Explanations {
  constructor(
    private readonly predictions: Predictions,
    private readonly markets: DayMarket,
    private readonly explainer: SignalExplainer,
    private readonly inForce: PolicyInForce,
  ) {}

  /** Throws UnknownCard or NoPrediction. */
  async explain(question: PredictionQuestion): Promise<CardExplanation> {
    const { card, day } = await this.predictions.place(question);
    const [{ price, fairValues }, said] = await Promise.all([this.markets.ofCard(card, day), this.predictions.saidOn({ card, day })]);
    const policy = this.inForce.netPolicyFor(this.inForce.profile);
    const explained = await this.explainer.explain({
      gameId: card.gameId,
      printingId: card.printingId,
      day,
      thresholds: { up: policy.minimumUpProbability, down: policy.minimumDownProbability },
    });
    const fairValue = fairValues.rows.find((row) => row.horizonDays === fairValues.horizonDays);
    const mayRestOn = fairValue?.reason === null;
    const upProbability = mayRestOn ? fairValue.upProbability : null;
    const downProbability = mayRestOn ? fairValue.downProbability : null;
    const { up, down } = explained.version?.report ?? {};
    return {
      card,
      day,
      explained,
      horizonDays: fairValue?.horizonDays ?? null,
      fairValueKind: fairValue?.kind ?? 'none',
      upProbability,
      downProbability,
      pastUp: pastRecord(up?.reliability, up?.baseRate, upProbability),
      pastDown: pastRecord(down?.reliability, down?.baseRate, downProbability),
      flags: flagsOf(explained, price),
      withheld: said ? said.reason : 'no_history',
    };
  }
}

function flagsOf(explained: ExplainedSignal, price: LatestPrice | undefined): QualityFlag[] {
  const feature = (name: string): number | null => (explained.kind === 'trees' ? explained.featureOf(name) : null);
  return qualityFlags({
    marketAgeDays: price?.standing.ageDays ?? null,
    changedShare13w: feature('changed_share_13w'),
    hasListings: price ? price.lowCents !== null || price.midCents !== null : null,
    historyDays: feature('history_days'),
    setAgeDays: feature('set_age_days'),
    logReturn7d: feature('log_return_7d'),
    absoluteStep26w: feature('absolute_step_26w'),
    isSourceFrozen: price?.standing.doubts.isSourceFrozen ?? false,
    priceFlags: price?.standing.flags ?? [],
  });
}
