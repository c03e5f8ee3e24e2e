import { ApiProperty } from '@nestjs/swagger';
import { IsDay } from '../../http/index.js';
import { Money, toMoney } from '../../serving/index.js';
import type { Day } from '../../shared/day.js';
import type { CardSummary } from '../../ingestion/index.js';
import type { Disposal } from '../domain/lots.js';
import type { CollectionValue, Holding } from '../holdings.js';
import type { LotChange, LotDraft, SaleDraft, StoredSale } from '../holding.repository.js';
import { IsCardId, IsMinor, IsQuantity, MayBeCondition, MayBeCurrency, MayBeDay, MayBeGrade, MayBeLanguage, MayBeMinor, MayBeNote, MayBeQuantity } from './fields.dto.js';

class LotFields {
  @MayBeCondition() condition?: string;
  @MayBeGrade() grade?: string;
  @MayBeLanguage() language?: string;
  @MayBeMinor('What one cost; null: not known', 1_250) unit_cost_minor?: number | null;
  @MayBeMinor('Postage and the like of the whole lot', 300) fees_minor?: number;
  @MayBeCurrency() currency?: string;
  @MayBeDay('null: not known; it then counts as the oldest') acquired_on?: string | null;
  @MayBeNote() note?: string;
}

export class AddLotRequest extends LotFields {
  @IsCardId() card_id: string;
  @IsQuantity() quantity: number;
}

export class ChangeLotRequest extends LotFields {
  @MayBeQuantity() quantity?: number;
}

export class SellRequest {
  @IsCardId() card_id: string;
  @IsQuantity() quantity: number;
  @MayBeCondition() condition?: string;
  @MayBeGrade() grade?: string;
  @IsMinor('What one was sold for', 2_000) unit_price_minor: number;
  @MayBeMinor('What the seller did not keep of the whole sale', 350) fees_minor?: number;
  @MayBeCurrency() currency?: string;
  @ApiProperty({ type: String, format: 'date', example: '2025-06-20' })
  @IsDay()
  sold_on: string;
  @MayBeNote() note?: string;
}

export class WorthAnswer {
  @ApiProperty({ type: Money, nullable: true, description: 'The lower end of the band that holds the price to come with 80 %; null where there is no band' }) low: Money | null;
  @ApiProperty({ type: Money, description: 'At the market price' }) mid: Money;
  @ApiProperty({ type: Money, nullable: true }) high: Money | null;
}

const NO_WORTH = ['no_price', 'no_price_of_grade', 'no_price_of_condition'];

export class HoldingAnswer {
  @ApiProperty({ example: 1 }) lot_id: number;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ example: '4/102' }) number: string;
  @ApiProperty({ example: 'Holofoil' }) variant: string;
  @ApiProperty({ example: 'NM' }) condition: string;
  @ApiProperty({ example: 'RAW' }) grade: string;
  @ApiProperty({ description: 'Empty where nobody said', example: 'en' }) language: string;
  @ApiProperty({ example: 2 }) quantity: number;
  @ApiProperty({ type: Money, nullable: true, description: 'What one cost; null: not known' }) unit_cost: Money | null;
  @ApiProperty({ type: Money, description: 'Of the whole lot' }) fees: Money;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2025-06-01' }) acquired_on: string | null;
  @ApiProperty({ example: '' }) note: string;
  @ApiProperty({ type: WorthAnswer, nullable: true, description: 'Of the whole lot, as if nothing of it had been sold; null: not known, which `no_value_reason` explains' }) value: WorthAnswer | null;
  @ApiProperty({ enum: NO_WORTH, nullable: true, example: null }) no_value_reason: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day of the price', example: '2025-06-30' }) price_observed_on: string | null;
  @ApiProperty({ example: false }) is_stale: boolean;
  @ApiProperty({ enum: ['BUY', 'SELL', 'HOLD'], nullable: true, example: 'HOLD' }) signal: string | null;
  @ApiProperty({ example: false }) is_simulated: boolean;
}

export class HoldingListAnswer {
  @ApiProperty({ type: [HoldingAnswer] }) items: HoldingAnswer[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

export class DisposalAnswer {
  @ApiProperty({ example: 1 }) lot_id: number;
  @ApiProperty({ example: 1 }) quantity: number;
  @ApiProperty({ type: Money, nullable: true, description: 'null: not known' }) cost: Money | null;
  @ApiProperty({ type: Money }) proceeds: Money;
  @ApiProperty({ type: Money, nullable: true, description: 'null: the cost is not known, or in another currency' }) profit: Money | null;
}

export class SaleAnswer {
  @ApiProperty({ example: 1 }) sale_id: number;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 1 }) quantity: number;
  @ApiProperty({ example: 'NM' }) condition: string;
  @ApiProperty({ example: 'RAW' }) grade: string;
  @ApiProperty({ type: Money }) unit_price: Money;
  @ApiProperty({ type: Money }) fees: Money;
  @ApiProperty({ type: String, format: 'date', example: '2025-06-20' }) sold_on: string;
  @ApiProperty({ example: '' }) note: string;
  @ApiProperty({ type: [DisposalAnswer], description: 'Of which lots it was sold, first in, first out; less than the quantity where it was not bought here' }) lots: DisposalAnswer[];
}

export class SaleListAnswer {
  @ApiProperty({ type: [SaleAnswer] }) items: SaleAnswer[];
}

export class TotalAnswer {
  @ApiProperty({ example: 'USD' }) currency: string;
  @ApiProperty({ type: Money, description: 'At market prices' }) expected: Money;
  @ApiProperty({ type: Money, description: 'At the lower ends of the bands; cards without a band at their market price' }) conservative: Money;
  @ApiProperty({ type: Money }) optimistic: Money;
  @ApiProperty({ example: 42 }) cards: number;
  @ApiProperty({ example: 3 }) cards_without_band: number;
}

export class ProfitAnswer {
  @ApiProperty({ type: Money, description: 'Below zero: a loss' }) profit: Money;
  @ApiProperty({ type: Money, nullable: true, description: 'What they cost; null where that is in the profit' }) cost: Money | null;
  @ApiProperty({ description: 'Of so many cards: those of which cost and price are known', example: 40 }) cards: number;
}

export class NoValueAnswer {
  @ApiProperty({ enum: NO_WORTH, example: 'no_price_of_grade' }) reason: string;
  @ApiProperty({ example: 2 }) cards: number;
}

export class AllocationAnswer {
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ type: Money }) value: Money;
}

export class CollectionValueAnswer {
  @ApiProperty({ type: [TotalAnswer], description: 'Each currency by itself' }) totals: TotalAnswer[];
  @ApiProperty({ type: [NoValueAnswer], description: 'Cards whose value is not known, and why' }) unvalued: NoValueAnswer[];
  @ApiProperty({ type: [ProfitAnswer], description: 'Of what is left' }) unrealised: ProfitAnswer[];
  @ApiProperty({ type: [ProfitAnswer], description: 'Of what was sold' }) realised: ProfitAnswer[];
  @ApiProperty({ description: 'Cards that were sold at a profit or loss nobody can tell', example: 0 }) realised_unknown_cards: number;
  @ApiProperty({ type: [AllocationAnswer], description: 'What is left by set, the most valuable first' }) allocation: AllocationAnswer[];
  @ApiProperty({ description: 'True: some of it is of a market that is made up', example: false }) is_simulated: boolean;
}

const money = (cents: number, currency: string): Money => toMoney(cents, currency) as Money;

export function toLotDraft(body: AddLotRequest): Omit<LotDraft, 'printingId' | 'fingerprint'> {
  return {
    condition: body.condition ?? 'UNSPECIFIED', grade: body.grade ?? 'RAW', language: body.language ?? '', quantity: body.quantity, unitCostCents: body.unit_cost_minor ?? null,
    feesCents: body.fees_minor ?? 0, currency: body.currency ?? 'USD', acquiredOn: (body.acquired_on ?? null) as Day | null, note: body.note ?? '',
  };
}

export function toLotChange(body: ChangeLotRequest): LotChange {
  const said = {
    condition: body.condition, grade: body.grade, language: body.language, quantity: body.quantity, unitCostCents: body.unit_cost_minor, feesCents: body.fees_minor, currency: body.currency,
    acquiredOn: body.acquired_on as Day | null | undefined, note: body.note,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

export function toSaleDraft(body: SellRequest): Omit<SaleDraft, 'printingId'> {
  return {
    condition: body.condition ?? 'UNSPECIFIED', grade: body.grade ?? 'RAW', quantity: body.quantity, unitPriceCents: body.unit_price_minor, feesCents: body.fees_minor ?? 0,
    currency: body.currency ?? 'USD', soldOn: body.sold_on as Day, note: body.note ?? '',
  };
}

export function toHoldingAnswer({ lot, card, value, worth }: Holding): HoldingAnswer {
  const of = (cents: number | null): Money | null => (typeof worth === 'string' || cents === null ? null : money(cents * lot.quantity, worth.currency));
  return {
    lot_id: lot.id, card_id: card.cardId, name: card.name, set: card.set, number: card.number, variant: card.variant, condition: lot.condition, grade: lot.grade, language: lot.language,
    quantity: lot.quantity, unit_cost: toMoney(lot.unitCostCents, lot.currency), fees: money(lot.feesCents, lot.currency), acquired_on: lot.acquiredOn, note: lot.note,
    value: typeof worth === 'string' ? null : { low: of(worth.low), mid: of(worth.mid) as Money, high: of(worth.high) },
    no_value_reason: typeof worth === 'string' ? worth : null,
    price_observed_on: value?.marketObservedOn ?? null, is_stale: value?.isStale ?? false, signal: value?.signal ?? null, is_simulated: card.isSimulated,
  };
}

export function toSaleAnswer({ sale, card, disposals }: { sale: StoredSale; card: CardSummary | undefined; disposals: readonly Disposal[] }): SaleAnswer {
  return {
    sale_id: sale.id, card_id: card?.cardId ?? '', name: card?.name ?? '', quantity: sale.quantity, condition: sale.condition, grade: sale.grade,
    unit_price: money(sale.unitPriceCents, sale.currency), fees: money(sale.feesCents, sale.currency), sold_on: sale.soldOn, note: sale.note,
    lots: disposals.map((each) => ({ lot_id: Number(each.lotId), quantity: each.quantity, cost: toMoney(each.costCents, each.costCurrency), proceeds: money(each.proceedsCents, each.currency), profit: toMoney(each.profitCents, each.currency) })),
  };
}

export function toValueAnswer(value: CollectionValue): CollectionValueAnswer {
  return {
    totals: value.totals.map(({ currency, ...total }) => ({
      currency, expected: money(total.expectedCents, currency), conservative: money(total.conservativeCents, currency), optimistic: money(total.optimisticCents, currency), cards: total.cards, cards_without_band: total.cardsWithoutBand,
    })),
    unvalued: Object.entries(value.unvalued).filter(([, cards]) => cards > 0).map(([reason, cards]) => ({ reason, cards })),
    unrealised: value.unrealised.map(({ currency, costCents, profitCents, cards }) => ({ profit: money(profitCents, currency), cost: money(costCents, currency), cards })),
    realised: value.realised.map(({ currency, profitCents, cards }) => ({ profit: money(profitCents, currency), cost: null, cards })),
    realised_unknown_cards: value.realisedUnknown,
    allocation: value.bySet.map(({ set, currency, expectedCents }) => ({ set, value: money(expectedCents, currency) })),
    is_simulated: value.isSimulated,
  };
}
