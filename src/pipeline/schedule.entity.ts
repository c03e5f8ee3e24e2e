import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** When a pipeline runs by itself. A deleted one stays, for the history of what it did. */
@Entity()
@Index('schedule_name_idx', ['name'], { unique: true, where: 'deleted_at IS NULL' })
@Check('schedule_missed_policy_check', "missed_policy IN ('skip', 'once', 'catch_up')")
@Check('schedule_max_catch_up_check', 'max_catch_up >= 0')
@Check('schedule_jitter_seconds_check', 'jitter_seconds >= 0')
export class ScheduleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') name: string;
  /** What it runs: a kind of schedule-kinds.ts. */
  @Column('text') pipeline: string;
  /** Null: every game that is due. */
  @ForeignKey('GameEntity', { name: 'schedule_game_id_fkey' })
  @Column('integer', { nullable: true })
  gameId: number | null;
  @Column('text') cron: string;
  @Column('text') timeZone: string;
  @Column('boolean') isPaused: boolean;
  @Column('text') missedPolicy: string;
  @Column('integer') maxCatchUp: number;
  @Column('integer') jitterSeconds: number;
  /** Fire times up to this instant do not count: when it was made, or its rhythm was last changed. */
  @Column('timestamptz') countsFrom: Date;
  @Column('text') createdBy: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('timestamptz', { nullable: true }) deletedAt: Date | null;
}

/** A time at which a schedule fired, or should have. The planned time comes from the cron expression, never from a clock. */
@Entity()
@Index('schedule_fire_planned_once_idx', ['scheduleId', 'plannedAt'], { unique: true, where: "trigger <> 'run_now'" })
@Index('schedule_fire_claimed_idx', ['claimedBy'], { where: "state = 'claimed'" })
@Check('schedule_fire_state_check', "state IN ('claimed', 'done', 'failed', 'skipped', 'missed')")
@Check('schedule_fire_trigger_check', "trigger IN ('tick', 'run_now', 'catch_up')")
export class ScheduleFireEntity {
  @ForeignKey('ScheduleEntity', { name: 'schedule_fire_schedule_id_fkey' })
  @PrimaryColumn('integer')
  scheduleId: number;
  @PrimaryColumn('timestamptz') plannedAt: Date;
  @PrimaryColumn('text') trigger: string;
  /** skipped: there was nothing to do. missed: nobody was there, and it was not made up for. */
  @Column('text') state: string;
  @Column('text', { array: true }) runIds: string[];
  /** What was asked for beyond what the schedule says: the range of a backfill. */
  @Column('jsonb', { nullable: true }) request: unknown;
  @Column('text', { nullable: true }) error: string | null;
  /** The executor that works on it; null while no worker has taken it up. */
  @Column('text', { nullable: true }) claimedBy: string | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
}
