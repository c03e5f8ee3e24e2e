import { Injectable } from '@nestjs/common';
import { FEATURE_LOOKBACK_DAYS, FeatureRowReader, type RecordedFeatureRow } from '../features/index.js';
import { type ObservationOrigin, ObservationOrigins, type PayloadFacts } from '../ingestion/index.js';
import { addDays, type Day } from '../shared/day.js';
import { toDecimal } from '../shared/money.js';
import { type LineageLink, link } from './domain/lineage.js';
import { RunLinks } from './run-links.js';

export interface LineageDetail {
  /** At most so many observations, newest first. */
  readonly observations: number;
  /** Whether bytes are read and hashed again. */
  readonly isVerified: boolean;
}

/** A printing on a day, as it was known. */
interface PriceQuestion {
  readonly gameId: number;
  readonly printingId: number;
  readonly day: Day;
  readonly knownAt: Date;
}

/** Follows features to the observations they were made from, and those to the bytes they came in. */
@Injectable()
export class PriceLineage {
  constructor(
    private readonly features: FeatureRowReader,
    private readonly origins: ObservationOrigins,
    private readonly runs: RunLinks,
  ) {}

  /** The feature row of a day. */
  async featureRow(asked: PriceQuestion, version: number, detail: LineageDetail): Promise<LineageLink> {
    const { gameId, printingId, day, knownAt } = asked;
    const row = await this.features.recordedRow(printingId, day, version);
    const { links, count } = await this.observations(asked, { from: addDays(day, 1 - FEATURE_LOOKBACK_DAYS), to: day }, detail);
    const shown = `${links.length === count ? count : `the last ${links.length} of ${count}`} prices in ${FEATURE_LOOKBACK_DAYS} days`;
    const isAsItWas = row !== undefined && row.knownAt <= knownAt;
    return link('feature_row', {
      id: `${printingId}-${day}-${version}`,
      sentence: `feature set ${version} of ${day}, from ${shown}`,
      recordedAt: row?.knownAt ?? null,
      facts: { feature_set_version: version, observation_count: count, ...(isAsItWas ? valuesOf(row) : {}) },
      problem: featureProblem(row, knownAt),
      madeFrom: [...(row ? [await this.runs.knowing(gameId, day, row.knownAt)] : []), ...links],
    });
  }

  /** The one observation a market price was. */
  async marketPrice(asked: PriceQuestion, observedOn: Day, detail: LineageDetail): Promise<LineageLink> {
    const { links } = await this.observations(asked, { from: observedOn, to: observedOn }, { ...detail, observations: 1 });
    return links[0] ?? link('observation', { sentence: `the price of ${observedOn}`, problem: 'No such observation is there any more.' });
  }

  private async observations({ printingId, knownAt }: PriceQuestion, days: { from: Day; to: Day }, detail: LineageDetail): Promise<{ links: LineageLink[]; count: number }> {
    const { rows, count } = await this.origins.originsOf(printingId, { ...days, knownAt, limit: detail.observations });
    const hashes = new Map<number, string>();
    for (const { payload } of detail.isVerified ? rows : []) {
      if (payload && !hashes.has(payload.id)) hashes.set(payload.id, await this.origins.hashOfBytes(payload.id));
    }
    return { links: rows.map((row) => observationLink(row, hashes)), count };
  }
}

function valuesOf({ names, featureValues }: RecordedFeatureRow): Record<string, number | null> {
  return Object.fromEntries(names.map((name, i) => [name, featureValues[i] ?? null]));
}

function featureProblem(row: RecordedFeatureRow | undefined, knownAt: Date): string | null {
  if (!row) return 'There is no feature row: the card had no price that was fresh enough that day.';
  if (row.knownAt <= knownAt) return null;
  return `A run that knew more (${row.knownAt.toISOString()}) has replaced its values; those known at ${knownAt.toISOString()} are not kept. The observations are as they were.`;
}

function observationLink(row: ObservationOrigin, hashes: ReadonlyMap<number, string>): LineageLink {
  const { observedOn, source, isSimulated, isQuarantined, marketCents, currency, recordedAt, payload } = row;
  return link('observation', {
    sentence: `${toDecimal(marketCents, currency)} ${currency} on ${observedOn}, said by ${source}${isSimulated ? ' (simulated)' : ''}`,
    recordedAt,
    facts: { observed_on: observedOn, source, market_minor: marketCents, currency, is_simulated: isSimulated, is_quarantined: isQuarantined },
    problem: isQuarantined ? 'It is in quarantine: no series has it from then on.' : null,
    madeFrom: [payload ? payloadLink(payload, hashes.get(payload.id)) : link('raw_payload', { sentence: 'none', problem: 'The price came without bytes that were kept.' })],
  });
}

function payloadLink({ id, contentHash, name, byteCount, recordedAt }: PayloadFacts, rehashed: string | undefined): LineageLink {
  const verdict = rehashed === undefined ? '' : rehashed === contentHash ? ', hashed again: the same' : ', hashed again: another';
  return link('raw_payload', {
    id: contentHash,
    sentence: `${name}, ${byteCount} bytes, SHA-256 ${contentHash}${verdict}`,
    recordedAt,
    facts: { raw_payload_id: id, name, byte_count: byteCount, content_hash: contentHash, ...(rehashed === undefined ? {} : { is_hash_confirmed: rehashed === contentHash }) },
    problem: rehashed === undefined || rehashed === contentHash ? null : `Its bytes have the hash ${rehashed} now.`,
  });
}
