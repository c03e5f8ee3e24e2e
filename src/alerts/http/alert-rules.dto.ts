import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { Money, PageSize, toMoney } from '../../serving/index.js';
import { CURRENCY_DIGITS } from '../../shared/money.js';
import type { Finding } from '../alert-rule.repository.js';
import type { NamedRule, RuleRequest } from '../alert-rules.js';
import { DELIVERY_STATES } from '../delivery-state.js';
import { CONDITION_KINDS, type ConditionKind, conditionWords, RULE_SIGNALS, type RuleSignal } from '../domain/card-condition.js';
import { RULE_SCOPES, RULE_STATES, type RuleScope } from '../domain/card-rule.js';

const CURRENCIES = Object.keys(CURRENCY_DIGITS);
const SETTABLE_STATES = ['active', 'paused'] as const;
const MAX_MINOR = 1_000_000_000;
const NOTE = { example: 'for the binder', maxLength: 300, default: '' };

export class CreateAlertRule {
  @ApiProperty({ enum: CONDITION_KINDS, example: 'price_below' })
  @IsIn(CONDITION_KINDS)
  kind: ConditionKind;

  @ApiPropertyOptional({ enum: RULE_SCOPES, example: 'card', default: 'card', description: 'One card, or every card that you watch or have' })
  @IsOptional()
  @IsIn(RULE_SCOPES)
  scope: RuleScope = 'card';

  @ApiPropertyOptional({ example: 'base1-4|Holofoil', description: 'Of scope card' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  card_id?: string;

  @ApiPropertyOptional({ example: 10_000, minimum: 1, maximum: MAX_MINOR, description: 'In minor units' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_MINOR)
  price_minor?: number;

  @ApiPropertyOptional({ enum: CURRENCIES, example: 'USD', description: 'USD where nothing is said. A price in another one says nothing' })
  @IsOptional()
  @IsIn(CURRENCIES)
  currency?: string;

  @ApiPropertyOptional({ example: 0.1, minimum: 0.001, maximum: 10, description: '0.1 is 10 %' })
  @IsOptional()
  @IsNumber()
  @Min(0.001)
  @Max(10)
  ratio?: number;

  @ApiPropertyOptional({ example: 7, minimum: 1, maximum: 365 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  days?: number;

  @ApiPropertyOptional({ example: 0.6, minimum: 0, maximum: 1, description: 'Calibrated probability that a gap must come with. A card without one then never fires' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  min_confidence?: number;

  @ApiPropertyOptional({ enum: RULE_SIGNALS, isArray: true, example: ['BUY'] })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(RULE_SIGNALS, { each: true })
  signals?: RuleSignal[];

  @ApiPropertyOptional({ example: false, default: false, description: 'It is done after it has fired' })
  @IsOptional()
  @IsBoolean()
  is_once: boolean = false;

  @ApiPropertyOptional(NOTE)
  @IsOptional()
  @IsString()
  @MaxLength(300)
  note: string = '';
}

export class UpdateAlertRule {
  @ApiPropertyOptional({ enum: SETTABLE_STATES, example: 'active' })
  @IsOptional()
  @IsIn(SETTABLE_STATES)
  state?: (typeof SETTABLE_STATES)[number];

  @ApiPropertyOptional({ example: true })
  @IsOptional()
  @IsBoolean()
  is_once?: boolean;

  @ApiPropertyOptional({ example: NOTE.example, maxLength: NOTE.maxLength })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  note?: string;
}

export class RulePageQuery extends PageSize {
  @ApiPropertyOptional({ type: String, example: '150', description: '`next_cursor` of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  cursor?: number;
}

export class AlertRuleAnswer {
  @ApiProperty({ example: 5 }) id: number;
  @ApiProperty({ enum: CONDITION_KINDS, example: 'price_below' }) kind: string;
  @ApiProperty({ enum: RULE_SCOPES, example: 'card' }) scope: string;
  @ApiProperty({ type: String, nullable: true, example: 'base1-4|Holofoil' }) card_id: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Charizard' }) name: string | null;
  @ApiProperty({ description: 'In plain words', example: 'costs 100.00 USD or less' }) words: string;
  @ApiProperty({ type: Money, nullable: true }) price: Money | null;
  @ApiProperty({ type: Number, nullable: true, example: null }) ratio: number | null;
  @ApiProperty({ type: Number, nullable: true, example: null }) days: number | null;
  @ApiProperty({ type: Number, nullable: true, example: null }) min_confidence: number | null;
  @ApiProperty({ enum: RULE_SIGNALS, isArray: true, nullable: true, example: null }) signals: readonly string[] | null;
  @ApiProperty({ example: false }) is_once: boolean;
  @ApiProperty({ enum: RULE_STATES, example: 'active', description: 'done: it was to fire once, and did' }) state: string;
  @ApiProperty({ example: '' }) note: string;
  @ApiProperty({ type: String, nullable: true, format: 'date', example: null, description: 'The last day it found something of' }) last_found_on: string | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
}

export class AlertRulesAnswer {
  @ApiProperty({ type: () => [AlertRuleAnswer] }) items: AlertRuleAnswer[];
  @ApiProperty({ type: String, nullable: true, description: 'Ask for the next page with this; null on the last', example: null }) next_cursor: string | null;
}

export class DeletedAnswer {
  @ApiProperty({ example: true }) is_deleted: boolean;
}

export class FindingDeliveryAnswer {
  @ApiProperty({ example: 'my phone' }) channel: string;
  @ApiProperty({ enum: DELIVERY_STATES, example: 'delivered' }) state: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Where it is still to be sent: when', example: null }) next_attempt_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) error: string | null;
}

export class FindingAnswer {
  @ApiProperty({ example: 12 }) id: number;
  @ApiProperty({ example: 5 }) rule_id: number;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ format: 'date', example: '2025-06-30' }) date: string;
  @ApiProperty({ description: 'What the card did', example: 'costs 100.00 USD or less: it costs 98.50 USD' }) what: string;
  @ApiProperty({ example: false }) is_simulated: boolean;
  @ApiProperty({ type: Money, nullable: true, description: 'null: not known' }) market_price: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'null: not known' }) fair_value: Money | null;
  @ApiProperty({ enum: RULE_SIGNALS, nullable: true, example: 'BUY' }) signal: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 0.64 }) confidence: number | null;
  @ApiProperty({ example: '' }) note: string;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) found_at: string;
  @ApiProperty({ type: () => [FindingDeliveryAnswer], description: 'Nothing: no channel, or the digest is still to come' }) deliveries: FindingDeliveryAnswer[];
}

export class FindingsAnswer {
  @ApiProperty({ type: () => [FindingAnswer] }) items: FindingAnswer[];
  @ApiProperty({ type: String, nullable: true, description: 'Ask for the next page with this; null on the last', example: null }) next_cursor: string | null;
}

export function toRuleRequest(body: CreateAlertRule): RuleRequest {
  const { kind, price_minor: priceMinor, currency, ratio, days, min_confidence: minConfidence, signals } = body;
  return { scope: body.scope, cardId: body.card_id, condition: { kind, priceMinor, currency, ratio, days, minConfidence, signals }, isOnce: body.is_once, note: body.note };
}

export function toAlertRuleAnswer({ rule, card }: NamedRule): AlertRuleAnswer {
  const { id, condition, scope, isOnce, state, note, lastFiredOn, createdAt } = rule;
  return {
    id,
    kind: condition.kind,
    scope,
    card_id: card?.cardId ?? null,
    name: card?.name ?? null,
    words: conditionWords(condition),
    price: 'priceMinor' in condition ? toMoney(condition.priceMinor, condition.currency) : null,
    ratio: 'ratio' in condition ? condition.ratio : null,
    days: 'days' in condition ? condition.days : null,
    min_confidence: 'minConfidence' in condition ? condition.minConfidence : null,
    signals: 'signals' in condition ? condition.signals : null,
    is_once: isOnce,
    state,
    note,
    last_found_on: lastFiredOn,
    created_at: createdAt.toISOString(),
  };
}

export function toFindingAnswer({ id, ruleId, content, foundAt, deliveries }: Finding): FindingAnswer {
  return { id, rule_id: ruleId, ...content, found_at: foundAt.toISOString(), deliveries: [...deliveries] };
}
