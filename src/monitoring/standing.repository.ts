import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface PipelineStanding {
  readonly pipeline: string;
  readonly game: string;
  readonly lastSuccessSeconds: number | null;
  readonly evaluatedThroughSeconds: number | null;
  readonly isFailing: boolean;
  readonly underWay: number;
  readonly oldestAgeSeconds: number;
}

export interface SourceStanding {
  readonly source: string;
  readonly newestDaySeconds: number | null;
  readonly hasFailed: boolean | null;
}

export interface QueueStanding {
  readonly queue: string;
  readonly items: number;
  readonly oldestSeconds: number;
}

export interface Counted {
  readonly label: string;
  readonly count: number;
}

/**
 * How the service stands, read across the tables of its modules in a few short statements: every process asks twice a minute. It writes nothing, and
 * nobody else asks it anything.
 */
@Injectable()
export class StandingRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async pipelines(now: Date): Promise<PipelineStanding[]> {
    return this.dataSource.query(
      `SELECT r.pipeline, g.slug AS game,
         extract(epoch FROM max(r.finished_at) FILTER (WHERE r.state = 'succeeded'))::float8 AS "lastSuccessSeconds",
         extract(epoch FROM max(r.day) FILTER (WHERE r.state = 'succeeded'))::float8 AS "evaluatedThroughSeconds",
         (array_agg(r.state ORDER BY r.started_at DESC, r.id DESC) FILTER (WHERE r.state IN ('succeeded', 'failed')))[1] = 'failed' AS "isFailing",
         count(*) FILTER (WHERE r.state = 'running')::int AS "underWay",
         coalesce(max(extract(epoch FROM $1::timestamptz - r.started_at)) FILTER (WHERE r.state = 'running'), 0)::float8 AS "oldestAgeSeconds"
       FROM pipeline_run r JOIN game g ON g.id = r.game_id GROUP BY 1, 2`,
      [now],
    );
  }

  async sources(): Promise<SourceStanding[]> {
    return this.dataSource.query(
      `SELECT s.slug AS source,
         extract(epoch FROM max(c.day) FILTER (WHERE c.state IN ('complete', 'unchanged')))::float8 AS "newestDaySeconds",
         (array_agg(c.state ORDER BY c.day DESC) FILTER (WHERE c.state <> 'running'))[1] = 'failed' AS "hasFailed"
       FROM source_collection c JOIN source s ON s.id = c.source_id GROUP BY 1`,
    );
  }

  async queues(now: Date): Promise<QueueStanding[]> {
    return this.dataSource.query(
      `SELECT queue, count(due)::int AS items, coalesce(max(extract(epoch FROM $1::timestamptz - due)) FILTER (WHERE due <= $1), 0)::float8 AS "oldestSeconds"
       FROM (VALUES ('alert_deliveries'), ('tracking_events')) AS known (queue)
       LEFT JOIN (
         SELECT 'alert_deliveries' AS queue, next_attempt_at AS due FROM alert_delivery WHERE state = 'pending' AND sending_since IS NULL
         UNION ALL SELECT 'tracking_events', next_attempt_at FROM tracking_event WHERE state = 'pending'
       ) waiting USING (queue) GROUP BY 1`,
      [now],
    );
  }

  async openAlerts(): Promise<Counted[]> {
    return this.dataSource.query(`SELECT severity AS label, count(*)::int AS count FROM alert WHERE recovered_at IS NULL GROUP BY 1`);
  }

  async databaseSizeBytes(): Promise<number> {
    const [row] = (await this.dataSource.query('SELECT pg_database_size(current_database())::float8 AS bytes')) as { bytes: number }[];
    return row?.bytes ?? NaN;
  }

  /** What was said of the cards of a game on the last evaluated day; `none` where nothing was. */
  async signals(gameId: number): Promise<Counted[]> {
    return this.dataSource.query(
      `SELECT coalesce(signal, 'none') AS label, count(*)::int AS count FROM signal
       WHERE game_id = $1 AND day = (SELECT max(day) FROM signal WHERE game_id = $1) GROUP BY 1`,
      [gameId],
    );
  }

  /** Another text once a run has ended, a model was moved, or a prediction was scored: what is costly to ask is asked again then. */
  async mark(): Promise<string> {
    const [row] = (await this.dataSource.query(
      `SELECT concat_ws(' ', (SELECT max(finished_at) FROM pipeline_run), (SELECT count(*) FROM promotion)) AS mark`,
    )) as { mark: string }[];
    return row?.mark ?? '';
  }
}
