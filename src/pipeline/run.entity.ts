import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** One run of a pipeline for one game and day. The id is the durable workflow's id. */
@Entity()
@Index('pipeline_run_game_id_day_idx', ['gameId', 'day'])
export class PipelineRunEntity {
  @PrimaryColumn('text') id: string;
  @Column('text') pipeline: string;
  @Column('integer') gameId: number;
  @Column('date') day: string;
  /** What started it: schedule, cli, api or start. */
  @Column('text') trigger: string;
  /** Hash of the observations and settings the run worked on: the same inputs are not worked twice. */
  @Column('text') inputDigest: string;
  /** running, succeeded, failed or cancelled. */
  @Column('text') state: string;
  @Column('text', { nullable: true }) error: string | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  /** Observations recorded later do not exist for the run; fixed behind its collect stage. */
  @Column('timestamptz', { nullable: true }) knownAt: Date | null;
  @Column('boolean', { default: false }) isTrainingForced: boolean;
  /** The run whose reports and inputs it took over, up to `fromStage`. */
  @ForeignKey('PipelineRunEntity', { name: 'pipeline_run_forked_from_fkey' })
  @Column('text', { nullable: true })
  forkedFrom: string | null;
  @Column('text', { nullable: true }) fromStage: string | null;
}

/** One attempt of one stage, with what it counted. */
@Entity()
@Index('stage_run_run_id_idx', ['runId'])
export class StageRunEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('PipelineRunEntity', { name: 'stage_run_run_id_fkey' })
  @Column('text')
  runId: string;
  @Column('text') stage: string;
  @Column('date') day: string;
  @Column('integer') attempt: number;
  /** running, succeeded, failed, skipped, cached (its rows stand from an earlier run), cancelled, or reused (taken over from the run it was forked from). */
  @Column('text') state: string;
  @Column('jsonb', { nullable: true }) report: unknown;
  @Column('text', { nullable: true }) error: string | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('integer', { nullable: true }) durationMs: number | null;
  /** What its attempt may take. */
  @Column('integer', { nullable: true }) timeoutMs: number | null;
  /** When its worker last said that it is at it. */
  @Column('timestamptz', { nullable: true }) heartbeatAt: Date | null;
}
