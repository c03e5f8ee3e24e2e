import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Day } from '../shared/day.js';

/** Credits of an outside service spent on a UTC day, by all processes together. */
@Entity()
export class OutboundCreditEntity {
  @PrimaryColumn('text') service: string;
  @PrimaryColumn('date') day: Day;
  @Column('integer') credits: number;
}
