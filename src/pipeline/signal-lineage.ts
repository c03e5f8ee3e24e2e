import { Injectable } from '@nestjs/common';
import { FEATURE_SET_VERSION } from '../features/index.js';
import { type EstimateOrigin, EstimateOriginReader } from '../modelling/index.js';
import type { SignalRecord } from '../serving/index.js';
import { toDecimal } from '../shared/money.js';
import { type LineageLink, link } from './domain/lineage.js';
import { ModelLineage } from './model-lineage.js';
import { type LineageDetail, PriceLineage } from './price-lineage.js';
import { RunLinks } from './run-links.js';

/** What a signal was made from, down to the bytes of its prices and the code that read them. */
@Injectable()
export class SignalLineage {
  constructor(
    private readonly estimates: EstimateOriginReader,
    private readonly models: ModelLineage,
    private readonly prices: PriceLineage,
    private readonly runs: RunLinks,
  ) {}

  async of(record: SignalRecord, detail: LineageDetail): Promise<LineageLink> {
    const { row, card } = record;
    const run = await this.runs.of(row.runId);
    // Where it was not recorded what the run knew: not more than was there when the signal was written.
    const place = { gameId: card.gameId, printingId: row.printingId, day: row.day, knownAt: run.knownAt ?? row.recordedAt };
    const price = row.marketObservedOn === null ? [] : [await this.prices.marketPrice(place, row.marketObservedOn, detail)];
    return link('signal', {
      id: record.id,
      sentence: `${record.id}: ${row.signal ?? `none (${row.reason ?? 'no reason'})`} for ${card.cardId} on ${row.day}${card.isSimulated ? ' (simulated)' : ''}`,
      recordedAt: row.recordedAt,
      facts: { card_id: card.cardId, day: row.day, signal: row.signal, reason: row.reason, confidence: row.confidence, is_simulated: card.isSimulated },
      madeFrom: [policyLink(record), run.link, ...price, await this.estimate(record, place, detail)],
    });
  }

  private async estimate({ row }: SignalRecord, place: Parameters<PriceLineage['featureRow']>[0], detail: LineageDetail): Promise<LineageLink> {
    const { modelVersionId, horizonDays } = row;
    if (modelVersionId === null || horizonDays === null) {
      const features = await this.prices.featureRow(place, FEATURE_SET_VERSION, detail);
      return link('fair_value', { sentence: 'none', problem: 'No model version had estimated the card that day.', madeFrom: [features] });
    }
    const origin = await this.estimates.originOf({ ...place, modelVersionId, horizonDays }, row.recordedAt);
    const { fairValue } = origin;
    const isLater = fairValue !== undefined && fairValue.recordedAt > row.recordedAt;
    const run = fairValue && (await this.runs.of(fairValue.runId));
    const knownAt = isLater ? place.knownAt : (run?.knownAt ?? place.knownAt);
    const features = await this.prices.featureRow({ ...place, knownAt }, origin.version?.featureSetVersion ?? FEATURE_SET_VERSION, detail);
    return link('fair_value', {
      sentence: row.fairValueKind === 'prior' ? `${money(row.fairValueCents, row.currency)}: what cards of its kind cost that day (prior)` : `${money(row.fairValueCents, row.currency)} in ${horizonDays} days`,
      recordedAt: fairValue?.recordedAt ?? null,
      facts: { fair_value_minor: rounded(row.fairValueCents), fair_value_kind: row.fairValueKind, lower_80_minor: rounded(row.lower80Cents), upper_80_minor: rounded(row.upper80Cents), currency: row.currency, horizon_days: horizonDays },
      problem: estimateProblem(origin, isLater),
      madeFrom: [...(run ? [run.link] : []), await this.models.versionOf(origin, detail.isVerified), features],
    });
  }
}

function policyLink({ row, policySettings }: SignalRecord): LineageLink {
  const scalars = Object.entries(policySettings ?? {}).map(([name, value]) => [name, value === null || typeof value !== 'object' ? (value as string | number | boolean | null) : JSON.stringify(value)]);
  return link('policy', {
    id: row.policyVersion,
    sentence: row.policyVersion,
    recordedAt: row.recordedAt,
    facts: Object.fromEntries(scalars) as LineageLink['facts'],
    problem: policySettings ? null : 'It is not the policy in force; of another policy only its version is kept, a hash of its settings.',
  });
}

function estimateProblem({ fairValue }: EstimateOrigin, isLater: boolean): string | null {
  if (!fairValue) return 'The estimate is not there any more; its value is the one the signal kept.';
  return isLater ? 'A later run has written the estimate again; its value is the one the signal kept, and its observations are those the run of the signal knew.' : null;
}

function money(cents: number | null, currency: string | null): string {
  if (cents === null) return 'no value';
  return currency === null ? `${Math.round(cents)} minor units` : `${toDecimal(Math.round(cents), currency)} ${currency}`;
}

function rounded(cents: number | null): number | null {
  return cents === null ? null : Math.round(cents);
}
