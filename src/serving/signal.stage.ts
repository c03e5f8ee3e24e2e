import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { daysBetween, type Day } from '../shared/day.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { type CardMarket, DayMarket, toMarket } from './day-market.js';
import { type Decision, withholdRefuted } from './domain/policy.js';
import { PolicyInForce } from './policy-in-force.js';
import { type EarlierSignal, type SignalFreshness, SignalRepository, type SignalRow } from './signal.repository.js';

/** Fair values and market prices of one day -> signals. */
@Injectable()
export class SignalStage {
  constructor(
    private readonly markets: DayMarket,
    private readonly inForce: PolicyInForce,
    private readonly signals: SignalRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run({ gameId, day, knownAt, progress, runId }: StageRequest): Promise<StageReport> {
    const { cards: market, refutedSignals: refuted } = await this.markets.of(gameId, day, knownAt);
    const shown = progress.stage('signal', market.length, 'cards');
    const key = { gameId, day, policyVersion: this.inForce.version };
    const said = await this.signals.signalsBefore(key);
    const decided = market.map((card) => {
      const earlier = said.get(card.printingId);
      return { card, earlier, decision: withholdRefuted(this.decide(card, earlier, day), refuted) };
    });
    const rows = decided.map(({ card, earlier, decision }) => this.toRow(card, decision, { day, earlier }));
    const written = await this.signals.save(key, rows, this.clock.now(), runId);
    const counts = countDecisions(decided.map((each) => each.decision));
    shown.at(market.length);
    shown.end(`${counts.BUY} BUY, ${counts.SELL} SELL, ${counts.HOLD} HOLD, ${counts.none} without`);
    const notes = refuted.map((signal) => `${signal} is withheld: out of sample the champion's were right less often than chance.`);
    return { written, counts, notes, outputs: { policyVersion: this.inForce.version } };
  }

  private decide({ price, fairValue }: CardMarket, earlier: EarlierSignal | undefined, day: Day): Decision {
    const previous = earlier && { signal: earlier.signal, heldDays: daysBetween(earlier.since, day) };
    return this.inForce.decide({ fairValue, market: price && toMarket(price), previous });
  }

  private toRow({ printingId, price, currency, fairValue }: CardMarket, decision: Decision, at: { day: Day; earlier: EarlierSignal | undefined }): SignalRow {
    const { day, earlier } = at;
    const signal = decision.kind === 'signal' ? decision.signal : null;
    return {
      printingId,
      day,
      policyVersion: this.inForce.version,
      signal,
      reason: decision.kind === 'none' ? decision.reason : null,
      marketCents: price?.marketCents ?? null,
      marketObservedOn: price?.observedOn ?? null,
      currency,
      fairValueCents: fairValue?.fairValueCents ?? null,
      fairValueKind: fairValue?.kind ?? 'none',
      lower80Cents: fairValue?.lower80Cents ?? null,
      upper80Cents: fairValue?.upper80Cents ?? null,
      deviationRatio: decision.deviationRatio,
      confidence: decision.kind === 'signal' ? decision.confidence : null,
      modelVersionId: fairValue?.modelVersionId ?? null,
      horizonDays: fairValue?.horizonDays ?? null,
      ...freshnessOf(price),
      signalSince: signal === null ? null : signal === earlier?.signal ? earlier.since : day,
    };
  }
}

/** Kept beside what was said on it: later it will be another price's. */
function freshnessOf(price: CardMarket['price']): SignalFreshness {
  const { times, staleReason, flags } = price?.standing ?? {};
  return {
    source: times?.source ?? null,
    fetchedAt: times?.fetchedAt ?? null,
    sourceUpdatedAt: times?.sourceUpdatedAt ?? null,
    lastChangedOn: times?.lastChangedOn ?? null,
    staleReason: staleReason ?? null,
    flags: flags && flags.length > 0 ? flags : null,
  };
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
