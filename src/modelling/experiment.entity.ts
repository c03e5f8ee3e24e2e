import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Two model versions of a game against each other; at most one that has not stopped per game. */
@Entity()
@Unique('experiment_game_id_name_key', ['gameId', 'name'])
@Index('experiment_one_running_idx', ['gameId'], { unique: true, where: 'stopped_on IS NULL' })
@Check('experiment_unit_check', "unit IN ('card', 'client')")
@Check('experiment_phase_check', "phase IN ('shadow', 'serving', 'stopped')")
@Check('experiment_share_b_check', 'share_b > 0 AND share_b < 1')
@Check('experiment_arms_check', 'model_version_a <> model_version_b')
export class ExperimentEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('integer') gameId: number;
  /** Also the salt of the assignment. */
  @Column('text') name: string;
  @Column('text') unit: string;
  @Column('double precision') shareB: number;
  @ForeignKey('ModelVersionEntity', { name: 'experiment_model_version_a_fkey' })
  @Column('integer')
  modelVersionA: number;
  @ForeignKey('ModelVersionEntity', { name: 'experiment_model_version_b_fkey' })
  @Column('integer')
  modelVersionB: number;
  @Column('integer') horizonDays: number;
  /** What is asked of the arms, fixed at the start. */
  @Column('jsonb') rule: unknown;
  @Column('text') phase: string;
  @Column('date') startedOn: string;
  /** First and last day on which cards of arm B rest on B; the last is null while it goes on. */
  @Column('date', { nullable: true }) servingFrom: string | null;
  @Column('date', { nullable: true }) servingUntil: string | null;
  @Column('date', { nullable: true }) stoppedOn: string | null;
  @Column('text', { nullable: true }) decision: string | null;
  /** The look that ended it; null where a person did. */
  @Column('jsonb', { nullable: true }) decidedEvidence: unknown;
  @Column('text') actor: string;
  @Column('text') reason: string;
  @Column('timestamptz') recordedAt: Date;
}

/** What happened to an experiment, and every look at it with its evidence: append-only, each kind once a day. */
@Entity()
@Unique('experiment_event_experiment_id_kind_day_key', ['experimentId', 'kind', 'day'])
export class ExperimentEventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('ExperimentEntity', { name: 'experiment_event_experiment_id_fkey' })
  @Column('integer')
  experimentId: number;
  @Column('text') kind: string;
  @Column('date') day: string;
  @Column('jsonb', { nullable: true }) evidence: unknown;
  @Column('text') actor: string;
  @Column('text') reason: string;
  @Column('timestamptz') recordedAt: Date;
}
