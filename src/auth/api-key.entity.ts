import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A key's public prefix and the hash of its secret. The secret itself is shown once and kept nowhere. */
@Entity()
@Unique('api_key_prefix_key', ['prefix'])
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') name: string;
  @Column('text') prefix: string;
  /** SHA-256 of the whole key. */
  @Column('bytea') secretHash: Buffer;
  @Column('text', { array: true }) scopes: string[];
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) expiresAt: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column('timestamptz', { nullable: true }) lastUsedAt: Date | null;
}
