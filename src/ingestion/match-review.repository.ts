import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { ReportOutcome } from './domain/match-review.js';
import type { MatchState } from './domain/match-state.js';

/** One match as a review looks at it. */
export interface ReviewedMatch {
  readonly id: number;
  readonly sourceId: number;
  readonly gameId: number;
  readonly source: string;
  readonly cardId: string;
  readonly externalId: string;
  readonly state: MatchState;
  readonly releasedAt: Date | null;
}

export type ReportState = 'open' | 'released' | 'confirmed';

export interface WrongCardReport {
  readonly id: number;
  readonly matchId: number;
  readonly cardId: string;
  readonly source: string;
  readonly externalId: string;
  readonly matchState: MatchState;
  readonly provenance: string;
  readonly confidenceRatio: number;
  readonly note: string | null;
  readonly shownProduct: string | null;
  readonly reportedBy: string;
  readonly reportedAt: Date;
  readonly outcome: ReportOutcome;
  readonly state: ReportState;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

export interface ReportQuery {
  readonly state?: ReportState | undefined;
  readonly cursor?: number | undefined;
  readonly limit: number;
}

const MATCH = `x.id, x.source_id AS "sourceId", x.game_id AS "gameId", s.slug AS source, p.card_id AS "cardId", x.external_id AS "externalId", x.state, x.released_at AS "releasedAt"`;
const REPORT = `r.id, r.crosswalk_id AS "matchId", p.card_id AS "cardId", s.slug AS source, x.external_id AS "externalId", x.state AS "matchState", x.provenance,
  x.confidence_ratio AS "confidenceRatio", r.note, r.shown_product AS "shownProduct", r.reported_by AS "reportedBy", r.reported_at AS "reportedAt", r.outcome, r.state,
  r.decided_at AS "decidedAt", r.decided_by AS "decidedBy"`;
const MATCH_TABLES = 'source_crosswalk x JOIN source s ON s.id = x.source_id JOIN printing p ON p.id = x.printing_id';
const REPORT_TABLES = `wrong_card_report r JOIN source_crosswalk x ON x.id = r.crosswalk_id JOIN source s ON s.id = x.source_id JOIN printing p ON p.id = x.printing_id`;

/** Reports of wrong cards, and the state of the matches they are about. */
@Injectable()
export class MatchReviewRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The match of a printing and a source that has not been rejected; locked until the transaction ends. */
  async matchOf(runner: QueryRunner, printingId: number, source: string): Promise<ReviewedMatch | undefined> {
    const [row] = await runner.query(
      `SELECT ${MATCH} FROM ${MATCH_TABLES} WHERE x.printing_id = $1 AND s.slug = $2 AND x.state <> 'rejected' FOR UPDATE OF x`,
      [printingId, source],
    );
    return row;
  }

  async matchById(runner: QueryRunner, id: number): Promise<ReviewedMatch | undefined> {
    const [row] = await runner.query(`SELECT ${MATCH} FROM ${MATCH_TABLES} WHERE x.id = $1 FOR UPDATE OF x`, [id]);
    return row;
  }

  /** The sources a printing is matched to, the first one first. */
  async sourcesOf(printingId: number): Promise<string[]> {
    const rows = (await this.dataSource.query(
      `SELECT s.slug FROM source_crosswalk x JOIN source s ON s.id = x.source_id WHERE x.printing_id = $1 AND x.state <> 'rejected' ORDER BY x.id`,
      [printingId],
    )) as { slug: string }[];
    return rows.map((row) => row.slug);
  }

  /** How many reports of a reporter are open. Reporters are counted one call at a time: the lock is held until the transaction ends. */
  async openCountOf(runner: QueryRunner, reportedBy: string): Promise<number> {
    await runner.query(`SELECT pg_advisory_xact_lock(hashtextextended('wrong-card-report:' || $1, 0))`, [reportedBy]);
    const [row] = await runner.query(`SELECT count(*)::int AS count FROM wrong_card_report WHERE reported_by = $1 AND state = 'open'`, [reportedBy]);
    return row.count;
  }

  async openReportsOf(runner: QueryRunner, matchId: number): Promise<WrongCardReport[]> {
    return runner.query(`SELECT ${REPORT} FROM ${REPORT_TABLES} WHERE r.crosswalk_id = $1 AND r.state = 'open' ORDER BY r.id`, [matchId]);
  }

  async addReport(
    runner: QueryRunner,
    report: Pick<WrongCardReport, 'matchId' | 'note' | 'shownProduct' | 'reportedBy' | 'reportedAt' | 'outcome'>,
  ): Promise<WrongCardReport> {
    const [row] = await runner.query(
      `INSERT INTO wrong_card_report (crosswalk_id, note, shown_product, reported_by, reported_at, outcome, state) VALUES ($1, $2, $3, $4, $5, $6, 'open') RETURNING id`,
      [report.matchId, report.note, report.shownProduct, report.reportedBy, report.reportedAt, report.outcome],
    );
    return (await this.report(runner, row.id)) as WrongCardReport;
  }

  async report(runner: QueryRunner, id: number): Promise<WrongCardReport | undefined> {
    const [row] = await runner.query(`SELECT ${REPORT} FROM ${REPORT_TABLES} WHERE r.id = $1`, [id]);
    return row;
  }

  async reports({ state, cursor = 0, limit }: ReportQuery): Promise<WrongCardReport[]> {
    return this.dataSource.query(
      `SELECT ${REPORT} FROM ${REPORT_TABLES} WHERE ($1::text IS NULL OR r.state = $1) AND r.id > $2 ORDER BY r.id LIMIT $3`,
      [state ?? null, cursor, limit],
    );
  }

  /** What is open about a match is decided, all of it. */
  async closeReports(runner: QueryRunner, matchId: number, by: { state: ReportState; at: Date; author: string }): Promise<void> {
    await runner.query(`UPDATE wrong_card_report SET state = $2, decided_at = $3, decided_by = $4 WHERE crosswalk_id = $1 AND state = 'open'`, [
      matchId, by.state, by.at, by.author,
    ]);
  }

  async quarantine(runner: QueryRunner, matchId: number, by: { at: Date; author: string; reason: string }): Promise<void> {
    await runner.query(`UPDATE source_crosswalk SET state = 'quarantined', quarantined_at = $2, quarantined_by = $3, quarantine_reason = $4 WHERE id = $1`, [
      matchId, by.at, by.author, by.reason,
    ]);
  }

  async release(runner: QueryRunner, matchId: number, by: { at: Date; author: string }): Promise<void> {
    await runner.query(`UPDATE source_crosswalk SET state = 'active', released_at = $2, released_by = $3 WHERE id = $1`, [matchId, by.at, by.author]);
  }

  /** Rejected no earlier than the last instant its source recorded anything: all that the match has brought lies before. Lists its product. */
  async reject(runner: QueryRunner, matchId: number, by: { at: Date; author: string }): Promise<void> {
    await runner.query(
      `UPDATE source_crosswalk x SET state = 'rejected', rejected_at = greatest($2::timestamptz, s.last_recorded_at), rejected_by = $3
       FROM source s WHERE x.id = $1 AND s.id = x.source_id`,
      [matchId, by.at, by.author],
    );
    await runner.query(
      `INSERT INTO unmatched_product (source_id, game_id, external_id, said, reason, candidates, first_seen_at, last_seen_at, seen_count)
       SELECT x.source_id, x.game_id, x.external_id,
              jsonb_build_object('name', c.name, 'set', s.name, 'number', c.number, 'variant', p.variant, 'condition', p.condition, 'grade', p.grade, 'language', p.language,
                'rarity', '', 'productType', c.product_type, 'releasedOn', NULL) || coalesce(x.said, '{}')
                || jsonb_build_object('seriesId', x.external_id, 'tcgplayerId', coalesce(x.tcgplayer_id, ''), 'currency', x.currency),
              'mapping_rejected', '[]', x.recorded_at, $2, 1
       FROM source_crosswalk x JOIN printing p ON p.id = x.printing_id JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id WHERE x.id = $1
       ON CONFLICT (source_id, game_id, external_id) DO NOTHING`,
      [matchId, by.at],
    );
  }
}
