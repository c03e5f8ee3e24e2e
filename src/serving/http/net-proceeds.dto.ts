import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { BadData } from '../../shared/errors.js';
import { CURRENCY_DIGITS } from '../../shared/money.js';
import { breakEvenCents, landedCents, netProceedsCents, sellingCosts } from '../domain/cost-profile.js';
import { COST_PROFILES, costProfile } from '../domain/cost-profiles.js';
import { Money, toMoney } from './money.dto.js';

const PROFILE_IDS: readonly string[] = COST_PROFILES.map((each) => each.id);
const CURRENCIES = Object.keys(CURRENCY_DIGITS);
const MAX_MINOR = 1_000_000_000;

export class NetProceedsQuery {
  @ApiProperty({ example: 2_500, minimum: 1, maximum: MAX_MINOR, description: 'What the buyer pays, postage included, in minor units' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_MINOR)
  price_minor: number;

  @ApiPropertyOptional({ enum: CURRENCIES, example: 'USD', default: 'USD' })
  @IsOptional()
  @IsIn(CURRENCIES)
  currency: string = 'USD';

  @ApiProperty({ enum: PROFILE_IDS, example: 'tcgplayer', description: 'Where it is sold; see GET /v1/cost-profiles' })
  @IsIn(PROFILE_IDS)
  profile: string;
}

export class CostLine {
  @ApiProperty({ enum: ['commission', 'payment', 'fixed', 'postage'], example: 'commission' }) name: string;
  @ApiProperty({ type: Money }) amount: Money;
}

export class NetProceedsAnswer {
  @ApiProperty({ example: 'tcgplayer' }) profile: string;
  @ApiProperty({ type: Money }) price: Money;
  @ApiProperty({ type: [CostLine] }) costs: CostLine[];
  @ApiProperty({ type: Money, description: 'Below zero where selling costs more than it brings' }) net: Money;
  @ApiProperty({ type: Money, description: 'Bought at this price, postage added: the lowest price at which selling it again brings that back' }) break_even: Money;
}

/** Throws BadData where the costs of the profile are in another currency. */
export function toNetProceedsAnswer({ price_minor: cents, currency, profile: id }: NetProceedsQuery): NetProceedsAnswer {
  const profile = costProfile(id);
  if (profile.currency !== null && profile.currency !== currency) throw new BadData(`currency is "${currency}", and the costs of ${id} are in ${profile.currency}; expected that.`);
  const money = (amount: number): Money => toMoney(amount, currency) as Money;
  return {
    profile: id,
    price: money(cents),
    costs: Object.entries(sellingCosts(profile, cents)).map(([name, amount]) => ({ name, amount: money(amount as number) })),
    net: money(netProceedsCents(profile, cents)),
    break_even: money(breakEvenCents(profile, landedCents(profile, cents))),
  };
}
