import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Something to be told to MLflow or DVC, and how far that has come. */
@Entity()
@Unique('tracking_event_key_key', ['key'])
@Index('tracking_event_state_stream_id_idx', ['state', 'stream', 'id'])
export class TrackingEventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') kind: string;
  /** Names the happening: it is written once. */
  @Column('text') key: string;
  /** Events of one stream are sent in the order of their ids. */
  @Column('text') stream: string;
  /** Which rows it is about. */
  @Column('jsonb') payload: unknown;
  /** pending, sent, failed or dropped. */
  @Column('text') state: string;
  @Column('integer') attempts: number;
  /** Of one that is being sent: until when nobody else may. */
  @Column('timestamptz') nextAttemptAt: Date;
  @Column('text', { nullable: true }) lastError: string | null;
  @Column('timestamptz') recordedAt: Date;
  /** When it was sent, or dropped. */
  @Column('timestamptz', { nullable: true }) sentAt: Date | null;
  /** What the other side calls it: a run id, a version, a hash. */
  @Column('text', { nullable: true }) remoteId: string | null;
}
