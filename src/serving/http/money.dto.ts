import { ApiProperty } from '@nestjs/swagger';
import { CURRENCY_DIGITS, toDecimal } from '../../shared/money.js';

/** An amount of money: whole minor units, and the same as decimal text. */
export class Money {
  @ApiProperty({ type: 'integer', description: 'In the smallest unit of the currency (cents)', example: 32_999 }) amount_minor: number;
  @ApiProperty({ description: 'ISO 4217', example: 'USD' }) currency: string;
  @ApiProperty({ description: 'The same amount as a decimal', pattern: '^-?\\d+(\\.\\d+)?$', example: '329.99' }) amount: string;
}

/** Observed or estimated minor units -> money; estimates are rounded here and nowhere before. */
export function toMoney(cents: number | null, currency: string | null): Money | null {
  if (cents === null || currency === null) return null;
  const minor = Math.round(cents);
  return { amount_minor: minor, currency, amount: toDecimal(minor, currency) };
}

/** Minor units -> a number of whole currency units with as many digits as the currency has. */
export function toMajor(cents: number | null, currency: string | null): number | null {
  if (cents === null) return null;
  return Math.round(cents) / 10 ** (CURRENCY_DIGITS[currency ?? ''] ?? 2);
}
