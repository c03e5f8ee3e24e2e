import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A key's public prefix and the hash of its secret. The secret itself is shown once and kept nowhere. */
@Entity()
@Unique('api_key_prefix_key', ['prefix'])
@Unique('api_key_replaces_key', ['replaces'])
@Check('api_key_requests_per_minute_check', 'requests_per_minute > 0')
@Check('api_key_requests_per_day_check', 'requests_per_day > 0')
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') name: string;
  /** Whose it is. */
  @Column('text') account: string;
  @Column('text') prefix: string;
  /** SHA-256 of the whole key. */
  @Column('bytea') secretHash: Buffer;
  @Column('text', { array: true }) scopes: string[];
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) expiresAt: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column('timestamptz', { nullable: true }) lastUsedAt: Date | null;
  @Column('integer', { nullable: true }) requestsPerMinute: number | null;
  @Column('integer', { nullable: true }) requestsPerDay: number | null;
  /** CIDR; empty: everywhere. */
  @Column('text', { array: true }) allowedNetworks: string[];
  /** The key it took the place of. */
  @Column('integer', { nullable: true }) replaces: number | null;
}
