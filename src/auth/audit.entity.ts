import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One act that changes something. Append-only: the database refuses every change of a row. */
@Entity()
@Index('audit_entry_actor_prefix_id_idx', ['actorPrefix', 'id'])
@Index('audit_entry_operation_id_idx', ['operation', 'id'])
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('timestamptz') at: Date;
  /** Null for the command line. */
  @Column('integer', { nullable: true }) actorKeyId: number | null;
  @Column('text') actorPrefix: string;
  /** As the key was called then. */
  @Column('text') actorName: string;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { nullable: true }) requestId: string | null;
  @Column('text') operation: string;
  @Column('text', { nullable: true }) method: string | null;
  @Column('text', { nullable: true }) path: string | null;
  @Column('integer', { nullable: true }) status: number | null;
  /** JSON of what was sent, without secrets, cut off at 2 kB. */
  @Column('text', { nullable: true }) body: string | null;
}
