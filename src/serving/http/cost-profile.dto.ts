import { ApiProperty } from '@nestjs/swagger';
import { breakEvenRatio, type CostProfile } from '../domain/cost-profile.js';
import { toMajor } from './money.dto.js';
import { rounded } from './prediction.dto.js';

/** Prices whose break-even is shown with a profile, in whole currency units. */
const EXAMPLE_PRICES: readonly number[] = [5, 10, 20, 50, 100, 300, 1_000];
const CENTS = 100;

const amount = (description: string, example: number) => ApiProperty({ description: `${description}, in whole currency units`, example });
const amountOrNull = (description: string, example: number) =>
  ApiProperty({ type: Number, nullable: true, description: `${description}, in whole currency units`, example });

export class BreakEvenExample {
  @amount('What the card cost', 20) price: number;
  @ApiProperty({ description: 'How much it has to rise for its resale to bring that back, a fraction', example: 0.2277 }) rise_ratio: number;
}

export class CostProfileAnswer {
  @ApiProperty({ example: 'tcgplayer' }) id: string;
  @ApiProperty({ example: 'Resold on TCGplayer, seller level 1 to 4' }) name: string;
  @ApiProperty({ enum: ['collection', 'resale'], description: 'Whether cards are kept or sold again' }) purpose: 'collection' | 'resale';
  @ApiProperty({ type: String, nullable: true, description: 'Currency of the amounts; null: that of the card', example: 'USD' }) currency: string | null;
  @ApiProperty({ description: 'Of what the buyer pays, postage included; a fraction', example: 0.1075 }) commission_ratio: number;
  @amountOrNull('The most the commission comes to for one product', 75) commission_cap: number | null;
  @ApiProperty({ description: 'Payment processing, a fraction', example: 0.025 }) payment_ratio: number;
  @amount('Fixed fee of a sale', 0.3) fixed_fee: number;
  @amount('What the seller pays to send it plain', 1) postage: number;
  @amount('What the seller pays to send it tracked', 5) tracked_postage: number;
  @amountOrNull('Sent tracked from this price on', 50) tracked_from: number | null;
  @amount('Postage to get it, plain', 0) buying_postage: number;
  @amount('Postage to get it, tracked', 0) buying_tracked_postage: number;
  @ApiProperty({ type: [BreakEvenExample] }) break_even: BreakEvenExample[];
}

export class CostProfileListAnswer {
  @ApiProperty({ type: [CostProfileAnswer] }) items: CostProfileAnswer[];
}

export function toCostProfileAnswer(profile: CostProfile): CostProfileAnswer {
  const { id, name, purpose, currency, costs } = profile;
  const major = (cents: number): number => toMajor(cents, currency) as number;
  return {
    id,
    name,
    purpose,
    currency,
    commission_ratio: costs.commissionRatio,
    commission_cap: toMajor(costs.commissionCapCents, currency),
    payment_ratio: costs.paymentRatio,
    fixed_fee: major(costs.fixedFeeCents),
    postage: major(costs.postage.plainCents),
    tracked_postage: major(costs.postage.trackedCents),
    tracked_from: toMajor(costs.postage.trackedFromCents, currency),
    buying_postage: major(costs.buyingPostage.plainCents),
    buying_tracked_postage: major(costs.buyingPostage.trackedCents),
    break_even: EXAMPLE_PRICES.map((price) => ({ price, rise_ratio: rounded(breakEvenRatio(profile, price * CENTS)) as number })),
  };
}
