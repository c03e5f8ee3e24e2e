import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** With which code a run worked, and what it knew: written once, when its inputs are fixed. */
@Entity()
export class RunProvenanceEntity {
  @ForeignKey('PipelineRunEntity', { name: 'run_provenance_run_id_fkey' })
  @PrimaryColumn('text')
  runId: string;
  @Column('text') codeVersion: string;
  @Column('text') nodeVersion: string;
  /** Observations recorded later did not exist for the run. */
  @Column('timestamptz') knownAt: Date;
  @Column('timestamptz') recordedAt: Date;
}
