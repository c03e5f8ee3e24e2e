import { ApiProperty } from '@nestjs/swagger';
import { SIGNALS, type Signal } from '../domain/policy.js';
import type { DatedOutcome } from '../outcome.repository.js';
import { Money, toMoney } from './money.dto.js';

export class SignalOutcomeAnswer {
  @ApiProperty({ example: '2025-06-01', description: 'The day of the signal' }) date: string;
  @ApiProperty({ enum: SIGNALS, example: 'BUY' }) signal: Signal;
  @ApiProperty({ example: 30, description: 'How long it was given' }) holding_days: number;
  @ApiProperty({ type: Money, nullable: true, description: 'What the card cost on the day of the signal' }) market_price: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'The last price observed while it was held; null where nobody saw one' }) realised_price: Money | null;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-30' }) realised_on: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 0.12, description: '(realised - market) / market, a fraction, before costs' }) realised_return_ratio: number | null;
  @ApiProperty({ type: Boolean, nullable: true, example: true, description: 'Whether the signal was right; null where nobody saw a price' }) was_right: boolean | null;
}

export class SignalOutcomesAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: false, description: 'True: this market is made up' }) is_simulated: boolean;
  @ApiProperty({ type: [SignalOutcomeAnswer] }) items: SignalOutcomeAnswer[];
}

export function toSignalOutcomeAnswer(outcome: DatedOutcome): SignalOutcomeAnswer {
  return {
    date: outcome.day,
    signal: outcome.signal,
    holding_days: outcome.holdingDays,
    market_price: toMoney(outcome.marketCents, outcome.currency),
    realised_price: toMoney(outcome.realisedCents, outcome.currency),
    realised_on: outcome.realisedOn,
    realised_return_ratio: outcome.realisedReturnRatio,
    was_right: outcome.isGood,
  };
}
