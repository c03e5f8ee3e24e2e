import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a stage reported, by what it worked on. */
@Entity()
@Index('step_cache_expires_at_idx', ['expiresAt'])
export class StepCacheEntity {
  /** SHA-256 of the stage, the version of its code, the settings and the content it worked on. */
  @PrimaryColumn('text') key: string;
  @Column('text') stage: string;
  @Column('integer') gameId: number;
  @Column('date') day: string;
  @Column('jsonb') report: unknown;
  /** Of the rows the report stands for, as they were left. */
  @Column('text') rowsDigest: string;
  /** The run that did the work. */
  @ForeignKey('PipelineRunEntity', { name: 'step_cache_run_id_fkey' })
  @Column('text')
  runId: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') expiresAt: Date;
}
