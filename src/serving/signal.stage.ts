import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { daysBetween, type Day } from '../shared/day.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { type CardMarket, DayMarket } from './day-market.js';
import { decide, type Decision, withholdRefuted } from './domain/policy.js';
import { PolicyInForce } from './policy-in-force.js';
import { SignalRepository, type SignalRow } from './signal.repository.js';

/** Fair values and market prices of one day -> signals. */
@Injectable()
export class SignalStage {
  constructor(
    private readonly markets: DayMarket,
    private readonly inForce: PolicyInForce,
    private readonly signals: SignalRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run({ gameId, day, knownAt, progress }: StageRequest): Promise<StageReport> {
    const { cards: market, refutedSignals: refuted } = await this.markets.of(gameId, day, knownAt);
    const shown = progress.stage('signal', market.length, 'cards');
    const decided = market.map((card) => ({ card, decision: withholdRefuted(this.decide(card, day), refuted) }));
    const rows = decided.map(({ card, decision }) => this.toRow(card, decision, day));
    const written = await this.signals.save({ gameId, day, policyVersion: this.inForce.version }, rows, this.clock.now());
    const counts = countDecisions(decided.map((each) => each.decision));
    shown.at(market.length);
    shown.end(`${counts.BUY} BUY, ${counts.SELL} SELL, ${counts.HOLD} HOLD, ${counts.none} without`);
    const notes = refuted.map((signal) => `${signal} is withheld: out of sample the champion's were right less often than chance.`);
    return { written, counts, notes, outputs: { policyVersion: this.inForce.version } };
  }

  private decide({ price, fairValue }: CardMarket, day: Day): Decision {
    return decide(fairValue, price && { cents: price.marketCents, ageDays: daysBetween(price.observedOn, day) }, this.inForce.policy);
  }

  private toRow({ printingId, price, fairValue }: CardMarket, decision: Decision, day: Day): SignalRow {
    return {
      printingId,
      day,
      policyVersion: this.inForce.version,
      signal: decision.kind === 'signal' ? decision.signal : null,
      reason: decision.kind === 'none' ? decision.reason : null,
      marketCents: price?.marketCents ?? null,
      marketObservedOn: price?.observedOn ?? null,
      currency: price?.currency ?? null,
      fairValueCents: fairValue?.fairValueCents ?? null,
      lower80Cents: fairValue?.lower80Cents ?? null,
      upper80Cents: fairValue?.upper80Cents ?? null,
      deviationRatio: decision.deviationRatio,
      confidence: decision.kind === 'signal' ? decision.confidence : null,
      modelVersionId: fairValue?.modelVersionId ?? null,
      horizonDays: fairValue?.horizonDays ?? null,
    };
  }
}

function countDecisions(decisions: readonly Decision[]): Record<string, number> & { BUY: number; SELL: number; HOLD: number; none: number } {
  const counts: Record<string, number> & { BUY: number; SELL: number; HOLD: number; none: number } = { BUY: 0, SELL: 0, HOLD: 0, none: 0 };
  for (const decision of decisions) {
    if (decision.kind === 'signal') {
      counts[decision.signal]++;
    } else {
      counts.none++;
      counts[decision.reason] = (counts[decision.reason] ?? 0) + 1;
    }
  }
  return counts;
}
