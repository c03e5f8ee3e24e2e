import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import { isNotQuarantined } from './quarantined-prices.js';

/** The bytes an observation was read from. */
export interface PayloadFacts {
  readonly id: number;
  /** SHA-256 of the bytes as received, hexadecimal. */
  readonly contentHash: string;
  readonly name: string;
  readonly byteCount: number;
  readonly recordedAt: Date;
}

/** An observation with where it came from. Money in minor units of `currency`. */
export interface ObservationOrigin {
  readonly observedOn: Day;
  readonly recordedAt: Date;
  readonly source: string;
  readonly isSimulated: boolean;
  readonly marketCents: number;
  readonly currency: string;
  /** A price in quarantine is in no series; it is told where its day has no other. */
  readonly isQuarantined: boolean;
  /** Null where the price came without bytes that were kept. */
  readonly payload: PayloadFacts | null;
}

interface OriginRow extends Omit<ObservationOrigin, 'payload'> {
  readonly total: number;
  readonly payloadId: number | null;
  readonly contentHash: string;
  readonly payloadName: string;
  readonly byteCount: number;
  readonly payloadRecordedAt: Date;
}

export interface OriginWindow {
  readonly from: Day;
  readonly to: Day;
  /** Observations recorded later are not there. */
  readonly knownAt: Date;
  readonly limit: number;
}

@Injectable()
export class ObservationOriginRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * The prices of one printing as its series has them (one per day: of the source with the lowest id, as last recorded by `knownAt`,
   * in the currency of its first source, a price in quarantine only where there is no other), newest first, each with the bytes it came in; and how many there are in all.
   */
  async originsOf(printingId: number, window: OriginWindow): Promise<{ rows: ObservationOrigin[]; count: number }> {
    const rows = (await this.dataSource.query(
      `SELECT o.*, count(*) OVER () AS total, s.slug AS source, s.is_simulated AS "isSimulated", p.id AS "payloadId", p.content_hash AS "contentHash",
              p.name AS "payloadName", p.byte_count AS "byteCount", p.recorded_at AS "payloadRecordedAt"
       FROM (SELECT DISTINCT ON (observed_on) observed_on AS "observedOn", recorded_at AS "recordedAt", source_id, market_cents AS "marketCents", currency, raw_payload_id, NOT ${isNotQuarantined('observation')} AS "isQuarantined"
             FROM observation
             WHERE printing_id = $1 AND observed_on BETWEEN $2 AND $3 AND recorded_at <= $4
               AND currency = (SELECT x.currency FROM source_crosswalk x JOIN source xs ON xs.id = x.source_id WHERE x.printing_id = $1 AND x.state <> 'rejected' ORDER BY xs.rank, xs.id LIMIT 1)
             ORDER BY observed_on, NOT ${isNotQuarantined('observation')}, source_id, recorded_at DESC) o
       JOIN source s ON s.id = o.source_id LEFT JOIN raw_payload p ON p.id = o.raw_payload_id
       ORDER BY o."observedOn" DESC LIMIT $5`,
      [printingId, window.from, window.to, window.knownAt, window.limit],
    )) as OriginRow[];
    return { rows: rows.map(toOrigin), count: rows[0]?.total ?? 0 };
  }
}

function toOrigin(row: OriginRow): ObservationOrigin {
  const { observedOn, recordedAt, source, isSimulated, isQuarantined, marketCents, currency, payloadId: id } = row;
  const payload = id === null ? null : { id, contentHash: row.contentHash, name: row.payloadName, byteCount: row.byteCount, recordedAt: row.payloadRecordedAt };
  return { observedOn, recordedAt, source, isSimulated, isQuarantined, marketCents, currency, payload };
}
