import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { IsDay } from '../../http/index.js';
import { daysBetween } from '../../shared/day.js';
import { BadData } from '../../shared/errors.js';
import { EXECUTABLE_BASES } from '../../shared/executable-price.js';
import type { FairValueKind } from '../../shared/fair-value-kind.js';
import type { AdviceQuestion, CardAdvice } from '../advisor.js';
import { ADVICE_REASONS, type AdviceItem, type AdviceReason, type Answer, ANSWERS } from '../domain/advice.js';
import { COST_PROFILES, CUSTOM_PROFILE } from '../domain/cost-profiles.js';
import { Money, toMoney } from './money.dto.js';
import { FairValueKindProperty, Interval, ModelName, rounded } from './prediction.dto.js';
import { ShownFlagAnswer, PriceFreshness, toFlags, toPriceFreshness } from './price-freshness.dto.js';

const PROFILE_IDS: readonly string[] = [...COST_PROFILES.map((each) => each.id), CUSTOM_PROFILE];
const MAX_RATIO = 0.99;
const MAX_AMOUNT = 1_000_000;

const custom = (description: string, max: number, example: number) =>
  applyDecorators(ApiPropertyOptional({ description: `${description}. Only with \`profile=custom\``, example, minimum: 0, maximum: max }), IsOptional(), Type(() => Number), IsNumber(), Min(0), Max(max));
const ratio = (description: string, example: number) => custom(`${description}, a fraction`, MAX_RATIO, example);
const amount = (description: string, example: number) => custom(`${description}, in whole currency units`, MAX_AMOUNT, example);

export class AdviceQuery {
  @ApiPropertyOptional({ enum: PROFILE_IDS, example: CUSTOM_PROFILE, description: 'Whose costs; see GET /v1/cost-profiles. `custom`: those given here. The configured one, where nothing is said' })
  @IsOptional()
  @IsIn(PROFILE_IDS)
  profile?: string;

  @ApiPropertyOptional({ example: 28, description: 'How many days ahead; what the model was judged on, where nothing is said' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  horizon_days?: number;

  @ApiPropertyOptional({ example: '2025-06-30', description: 'The last evaluated day of the game, where nothing is said' })
  @IsOptional()
  @IsDay()
  date?: string;

  @ratio('Commission on what the buyer pays; needed', 0.13) commission_ratio?: number;
  @amount('Postage you pay to send it; needed', 1.3) postage?: number;
  @amount('The most the commission comes to', 50) commission_cap?: number;
  @ratio('Payment processing', 0.03) payment_ratio?: number;
  @amount('Fixed fee of a sale', 0.3) fixed_fee?: number;
  @amount('Postage you pay to send it tracked; as `postage`, where nothing is said', 4.5) tracked_postage?: number;
  @amount('Sent tracked from this price on; never, where nothing is said', 40) tracked_from?: number;
  @amount('Postage you pay to get it', 1.3) buying_postage?: number;
}

export class AdviceItemAnswer {
  @ApiProperty({ enum: ANSWERS, description: '`none` is "we do not know", not "no"' }) answer: Answer;
  @ApiProperty({ enum: ADVICE_REASONS }) reason: AdviceReason;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated probability that following the answer turns out right; null where it is not known', example: 0.41 }) confidence: number | null;
}

export class BreakEvenAnswer {
  @ApiProperty({ type: Money, description: 'The lowest price at which its resale brings back what it costs' }) price: Money;
  @ApiProperty({ description: 'How much that is above what it costs, a fraction', example: 0.2277 }) rise_ratio: number;
  @ApiProperty({ description: 'How much that is above the market price, a fraction', example: 0.2501 }) move_ratio: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated probability that the market price is there, `horizon_days` ahead', example: 0.12 }) probability: number | null;
}

export class AdviceAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: '2025-06-30' }) date: string;
  @ApiProperty({ enum: PROFILE_IDS, description: 'Whose costs' }) profile: string;
  @ApiProperty({ type: Number, nullable: true, example: 28 }) horizon_days: number | null;
  @ApiProperty({ type: [Number], description: 'Horizons there is an estimate for', example: [7, 14, 28] }) horizons: readonly number[];
  @ApiProperty({ type: Money, nullable: true, description: 'The last price observed by that day' }) market_price: Money | null;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-29' }) market_price_observed_on: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Days from the observation to `date`', example: 1 }) data_age_days: number | null;
  @ApiProperty({ type: PriceFreshness, nullable: true, description: 'How fresh the price is, as of `date`; null without a price' }) freshness: PriceFreshness | null;
  @ApiProperty({ type: [ShownFlagAnswer], description: 'What is wrong with the price' }) flags: ShownFlagAnswer[];
  @ApiProperty({ type: Money, nullable: true, description: 'What it can be bought for' }) executable_price: Money | null;
  @ApiProperty({ enum: EXECUTABLE_BASES, nullable: true, description: 'Which price that is: lowest listing, median listing, or market price where no listing is known' })
  executable_basis: string | null;
  @ApiProperty({ type: Money, nullable: true, description: 'The same with the postage to get it' }) cost: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'What the model expects the card to trade at, `horizon_days` ahead' }) fair_value: Money | null;
  @FairValueKindProperty() fair_value_kind: FairValueKind;
  @ApiProperty({ type: Interval, nullable: true, description: 'Holds the price with a probability of 80 %' }) interval_80: Interval | null;
  @ApiProperty({ description: 'The move that up and down are about, a fraction', example: 0.1 }) move_ratio: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated probability of a rise by at least that', example: 0.31 }) up_probability: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated probability of a fall by at least that', example: 0.08 }) down_probability: number | null;
  @ApiProperty({ type: BreakEvenAnswer, nullable: true }) break_even: BreakEvenAnswer | null;
  @ApiProperty({ type: Number, nullable: true, description: '(expected net proceeds - cost) / cost, a fraction', example: -0.08 }) expected_net_return_ratio: number | null;
  @ApiProperty({ type: Money, nullable: true, description: 'What selling at the market price brings today, after costs' }) net_proceeds_now: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'What selling `horizon_days` ahead is expected to bring, after costs' }) expected_net_proceeds: Money | null;
  @ApiProperty({ type: AdviceItemAnswer, description: 'Cheap for your collection? Right if the price comes to lie `move_ratio` above `cost`' }) collection: AdviceItemAnswer;
  @ApiProperty({ type: AdviceItemAnswer, description: 'Worth a flip? Right if the price reaches break-even' }) flip: AdviceItemAnswer;
  @ApiProperty({ type: AdviceItemAnswer, description: 'Wait before selling, if you own it? Yes is right if it does not fall by `move_ratio`' }) wait_before_selling: AdviceItemAnswer;
  @ApiProperty({ type: ModelName, nullable: true }) model: ModelName | null;
  @ApiProperty({ example: 'net-1f2e3d4c', description: 'Thresholds and costs these answers rest on' }) policy_version: string;
  @ApiProperty({ description: 'True: this market is made up, and so is every number here', example: false }) is_simulated: boolean;
}

/** Throws BadData for costs of one's own beside a profile that has costs already. */
export function toAdviceQuestion(cardId: string, query: AdviceQuery): AdviceQuestion {
  const { profile, horizon_days, date, ...costs } = query;
  const [given] = Object.entries(costs).find(([, value]) => value !== undefined) ?? [];
  if (given !== undefined && profile !== CUSTOM_PROFILE) {
    throw new BadData(`${given} is given with profile ${profile === undefined ? 'missing' : `"${profile}"`}; expected it with profile "${CUSTOM_PROFILE}" only.`);
  }
  return {
    cardId,
    day: date as AdviceQuestion['day'],
    horizonDays: horizon_days,
    profileId: profile,
    custom: {
      commissionRatio: costs.commission_ratio,
      postage: costs.postage,
      commissionCap: costs.commission_cap,
      paymentRatio: costs.payment_ratio,
      fixedFee: costs.fixed_fee,
      trackedPostage: costs.tracked_postage,
      trackedFrom: costs.tracked_from,
      buyingPostage: costs.buying_postage,
    },
  };
}

export function toAdviceAnswer(given: CardAdvice): AdviceAnswer {
  const { card, day, price, currency, fairValue, advice } = given;
  const { prospects, costing } = advice;
  const money = (cents: number | null | undefined): Money | null => toMoney(cents ?? null, currency);
  const lower = money(fairValue?.lower80Cents);
  const upper = money(fairValue?.upper80Cents);
  const mayRestOn = fairValue?.reason === null;
  return {
    card_id: card.cardId,
    date: day,
    profile: given.profile.id,
    horizon_days: given.horizonDays,
    horizons: given.horizons,
    market_price: money(price?.marketCents),
    market_price_observed_on: price?.observedOn ?? null,
    data_age_days: price ? daysBetween(price.observedOn, day) : null,
    freshness: price ? toPriceFreshness(price.standing, day) : null,
    flags: toFlags(price?.standing.flags ?? []),
    executable_price: money(costing?.buyCents),
    executable_basis: costing?.basis ?? null,
    cost: money(costing?.landedCents),
    fair_value: money(fairValue?.fairValueCents),
    fair_value_kind: fairValue?.kind ?? 'none',
    interval_80: lower && upper ? { lower, upper } : null,
    move_ratio: given.moveRatio,
    up_probability: mayRestOn ? rounded(fairValue.upProbability) : null,
    down_probability: mayRestOn ? rounded(fairValue.downProbability) : null,
    break_even: breakEvenAnswer(given),
    expected_net_return_ratio: rounded(prospects?.expectedNetReturnRatio ?? null),
    net_proceeds_now: money(advice.proceedsNowCents),
    expected_net_proceeds: money(prospects?.expectedProceedsCents),
    collection: toItem(advice.collection),
    flip: toItem(advice.flip),
    wait_before_selling: toItem(advice.waitBeforeSelling),
    model: given.model,
    policy_version: given.policyVersion,
    is_simulated: card.isSimulated,
  };
}

function breakEvenAnswer({ price, advice: { costing, prospects } }: CardAdvice): BreakEvenAnswer | null {
  const money = toMoney(costing?.breakEvenCents ?? null, price?.currency ?? null);
  if (!costing || !money) return null;
  return {
    price: money,
    rise_ratio: rounded(costing.breakEvenCents / costing.landedCents - 1) as number,
    move_ratio: rounded(costing.breakEvenMoveRatio) as number,
    probability: rounded(prospects?.breakEvenProbability ?? null),
  };
}

function toItem({ answer, reason, confidence }: AdviceItem): AdviceItemAnswer {
  return { answer, reason, confidence: rounded(confidence) };
}
