import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a key asked of one call in one hour (UTC), over all processes. */
@Entity()
@Index('api_usage_hour_idx', ['hour'])
export class ApiUsageEntity {
  @PrimaryColumn('integer') keyId: number;
  @PrimaryColumn('timestamptz') hour: Date;
  @PrimaryColumn('text') operation: string;
  /** All that were answered, refusals and errors among them. */
  @Column('bigint') requests: number;
  /** Items of batches that were answered. */
  @Column('bigint') items: number;
  /** Answered with 429. */
  @Column('bigint') refused: number;
  /** Answered with 5xx. */
  @Column('bigint') errors: number;
}
