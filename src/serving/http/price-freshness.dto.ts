import { ApiProperty } from '@nestjs/swagger';
import type { Day } from '../../shared/day.js';
import { ageDaysOf, type PriceTimes, type ShownFlag, STALE_REASONS, type StaleReason } from '../domain/price-standing.js';

const FLAGS = ['QUARANTINED', 'SPIKE', 'THIN', 'SOLO', 'LISTING_PULLED'];

/** The times of a price, which are four different things, and what they come to. */
export class PriceFreshness {
  @ApiProperty({ type: String, nullable: true, example: 'tcgcsv', description: 'Who said the price' }) source: string | null;
  @ApiProperty({ example: '2025-06-29', description: 'The market day the price is about' }) observed_on: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2025-06-29T20:00:00.000Z', description: 'When we last recorded the quote, or a collection brought the same again. Says nothing of when the price was worked out' })
  fetched_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2025-06-28T00:00:00.000Z', description: 'When the source says it worked the price out; null where it does not say' })
  source_updated_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-20', description: 'First market day of the present value, as far as 180 days back' })
  last_changed_on: string | null;
  @ApiProperty({ example: 2, description: 'Days since the price was worked out: from `source_updated_at` or `observed_on`, whichever is earlier' }) age_days: number;
  @ApiProperty({ example: false, description: 'True: it says nothing about the day asked for, and no signal is given on it' }) stale: boolean;
  @ApiProperty({
    enum: STALE_REASONS,
    nullable: true,
    description: '`source_frozen`: the whole feed repeats itself; `source_late`: the source has brought nothing newer of the game; `old_price`: it has, but not of this card',
  })
  stale_reason: StaleReason | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Set where later prices are in quarantine: the market day of the last verified price, which is the one shown' })
  verified_on: string | null;
}

export class ShownFlagAnswer {
  @ApiProperty({ enum: FLAGS, description: '`QUARANTINED` is about later prices than the one shown' }) flag: string;
  @ApiProperty({ example: '2025-06-29', description: 'First market day of the unbroken stretch, at most 15 days back' }) since: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { return_ratio: 0.61, robust_z: 9.2, days: 1 }, description: 'The figures it rests on' }) detail: Readonly<Record<string, unknown>>;
}

export interface Shown {
  readonly times: PriceTimes;
  readonly staleReason: StaleReason | null;
  readonly flags: readonly ShownFlag[];
}

export function toPriceFreshness({ times, staleReason, flags }: Shown, day: Day): PriceFreshness {
  return {
    source: times.source,
    observed_on: times.observedOn,
    fetched_at: times.fetchedAt?.toISOString() ?? null,
    source_updated_at: times.sourceUpdatedAt?.toISOString() ?? null,
    last_changed_on: times.lastChangedOn,
    age_days: ageDaysOf(times, day),
    stale: staleReason !== null,
    stale_reason: staleReason,
    verified_on: flags.some((one) => one.flag === 'QUARANTINED') ? times.observedOn : null,
  };
}

export function toFlags(flags: readonly ShownFlag[]): ShownFlagAnswer[] {
  return flags.map(({ flag, since, detail }) => ({ flag, since, detail }));
}
