import { ApiProperty } from '@nestjs/swagger';
import { type Signal, SIGNALS } from '../domain/policy.js';
import { type Reason, REASON_SENTENCES, REASONS } from '../domain/reasons.js';
import type { SignalRecord } from '../domain/track-record.js';
import type { GameRecord } from '../track-record.reader.js';
import { rounded } from './prediction.dto.js';

const ratio = (description: string) => ApiProperty({ type: Number, nullable: true, description, example: 0.42 });

export class SignalRecordAnswer {
  @ApiProperty({ enum: SIGNALS }) signal: Signal;
  @ApiProperty({ example: 7 }) holding_days: number;
  @ApiProperty({ description: 'Signals that have matured', example: 120 }) given: number;
  @ApiProperty({ description: 'Of these, with a price seen while held', example: 118 }) judged: number;
  @ApiProperty({ description: 'Of these, right', example: 50 }) good: number;
  @ratio('good / judged') precision_ratio: number | null;
  @ratio('Of the moves that make such a signal right, the share it was given for') recall_ratio: number | null;
  @ratio('The share of all judged signals, of any kind, with such a move: what precision has to beat') base_ratio: number | null;
  @ratio('precision / base rate') lift_ratio: number | null;
}

export class SignalMonthAnswer extends SignalRecordAnswer {
  @ApiProperty({ description: 'Of the days the signals were given', example: '2025-06' }) month: string;
  @ApiProperty({ description: 'True where such signals were right less often than chance', example: false }) lost: boolean;
}

export class DeclinedAnswer {
  @ApiProperty({ enum: REASONS }) reason: Reason;
  @ApiProperty({ description: 'Cards and days without a signal for it', example: 12 }) count: number;
  @ApiProperty({ example: REASON_SENTENCES.stale_source }) sentence: string;
}

export class TrackRecordAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: false }) is_simulated: boolean;
  @ApiProperty({ description: 'A BUY is right if the price rose by at least this share while held', example: 0.1 }) move_ratio: number;
  @ApiProperty({ type: String, nullable: true, example: '2025-01-01', description: 'First day of a judged signal' }) from: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-01' }) to: string | null;
  @ApiProperty({ type: [SignalRecordAnswer], description: 'Losing ones included' }) items: SignalRecordAnswer[];
  @ApiProperty({ type: [SignalMonthAnswer], description: 'The same month by month, ascending, the lost ones included' }) months: SignalMonthAnswer[];
  @ApiProperty({ type: [DeclinedAnswer], description: 'Why no signal was given, over the last `declined_days` days, the most frequent first' }) declined: DeclinedAnswer[];
  @ApiProperty({ example: 30 }) declined_days: number;
}

export function toTrackRecordAnswer({ game, moveRatio, span, records, months, declined, declinedDays }: GameRecord): TrackRecordAnswer {
  return {
    game: game.slug,
    is_simulated: game.isSimulated,
    move_ratio: moveRatio,
    from: span?.from ?? null,
    to: span?.to ?? null,
    items: records.map(toSignalRecordAnswer),
    months: months.map((record) => ({ month: record.month, ...toSignalRecordAnswer(record), lost: record.hasLost })),
    declined: declined.map(({ reason, count }) => ({ reason, count, sentence: REASON_SENTENCES[reason] })),
    declined_days: declinedDays,
  };
}

function toSignalRecordAnswer(record: SignalRecord): SignalRecordAnswer {
  return {
    signal: record.signal,
    holding_days: record.holdingDays,
    given: record.given,
    judged: record.judged,
    good: record.good,
    precision_ratio: rounded(record.precisionRatio),
    recall_ratio: rounded(record.recallRatio),
    base_ratio: rounded(record.baseRatio),
    lift_ratio: rounded(record.liftRatio),
  };
}
