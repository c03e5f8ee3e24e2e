import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request that is done once however often it is sent, and what it was answered. */
@Entity()
@Check('idempotent_request_state_check', "state IN ('in_progress', 'done')")
@Check('idempotent_request_answer_check', "(state = 'done') = (status IS NOT NULL AND headers IS NOT NULL AND body IS NOT NULL)")
@Index('idempotent_request_expires_at_idx', ['expiresAt'])
export class IdempotentRequestEntity {
  @PrimaryColumn('integer') apiKeyId: number;
  /** As the caller chose it. */
  @PrimaryColumn('text') idempotencyKey: string;
  /** Of method, path and body; keyed, so that it says nothing about a body. */
  @Column('bytea') fingerprint: Buffer;
  /** Whoever is at it; somebody else once the lock has run out. */
  @Column('uuid') claimId: string;
  @Column('text') state: string;
  @Column('timestamptz') lockedUntil: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('integer', { nullable: true }) status: number | null;
  @Column('jsonb', { nullable: true }) headers: unknown;
  /** Encrypted under a key that only the caller has. */
  @Column('bytea', { nullable: true }) body: Buffer | null;
}
