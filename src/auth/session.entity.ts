import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A browser that was given a cookie for a key. It ends with the key, if not before. */
@Entity('session')
@Unique('session_token_hash_key', ['tokenHash'])
@Index('session_expires_at_idx', ['expiresAt'])
export class SessionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  /** SHA-256 of the token: what is stored lets nobody in. */
  @Column('bytea') tokenHash: Buffer;
  @ForeignKey('ApiKeyEntity', { name: 'session_api_key_id_fkey' })
  @Column('integer')
  apiKeyId: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') expiresAt: Date;
}
