import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';

export interface LotDraft {
  readonly printingId: number;
  readonly condition: string;
  readonly grade: string;
  readonly language: string;
  readonly quantity: number;
  readonly unitCostCents: number | null;
  readonly feesCents: number;
  readonly currency: string;
  readonly acquiredOn: Day | null;
  readonly note: string;
  readonly fingerprint: string;
}

export interface StoredLot extends Omit<LotDraft, 'fingerprint'> {
  readonly id: number;
}

export interface SaleDraft {
  readonly printingId: number;
  readonly condition: string;
  readonly grade: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
  readonly feesCents: number;
  readonly currency: string;
  readonly soldOn: Day;
  readonly note: string;
}

export interface StoredSale extends SaleDraft {
  readonly id: number;
}

/** What can be said anew of a lot. What is not named stays. */
export type LotChange = Partial<Pick<LotDraft, 'condition' | 'grade' | 'language' | 'quantity' | 'unitCostCents' | 'feesCents' | 'currency' | 'acquiredOn' | 'note'>>;

const LOT = `id, printing_id AS "printingId", condition, grade, language, quantity, unit_cost_cents AS "unitCostCents", fees_cents AS "feesCents", currency, acquired_on AS "acquiredOn", note`;
const SALE = `id, printing_id AS "printingId", condition, grade, quantity, unit_price_cents AS "unitPriceCents", fees_cents AS "feesCents", currency, sold_on AS "soldOn", note`;

/** Lots and sales; nothing is read or written but for an account. */
@Injectable()
export class HoldingRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** What some accounts have bought and not taken out again. */
  async printingsOf(accounts: readonly string[]): Promise<{ account: string; printingId: number }[]> {
    return this.dataSource.query('SELECT DISTINCT account, printing_id AS "printingId" FROM holding_lot WHERE account = ANY($1) ORDER BY 1, 2', [accounts]);
  }

  /** Lots that are there already, by their fingerprint, get the quantity that the list says now. */
  async put(account: string, lots: readonly LotDraft[], at: Date): Promise<{ added: number; changed: number }> {
    const column = <K extends keyof LotDraft>(name: K) => lots.map((lot) => lot[name]);
    const rows = (await this.dataSource.query(
      `INSERT INTO holding_lot (account, created_at, updated_at, printing_id, condition, grade, language, quantity, unit_cost_cents, fees_cents, currency, acquired_on, note, fingerprint)
       SELECT $1, $2, $2, * FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[], $10::text[], $11::date[], $12::text[], $13::text[])
       ON CONFLICT (account, fingerprint) DO UPDATE SET quantity = excluded.quantity, updated_at = excluded.updated_at WHERE holding_lot.quantity <> excluded.quantity
       RETURNING (xmax = 0) AS "isNew"`,
      [
        account, at, column('printingId'), column('condition'), column('grade'), column('language'), column('quantity'), column('unitCostCents'), column('feesCents'), column('currency'),
        column('acquiredOn'), column('note'), column('fingerprint'),
      ],
    )) as { isNew: boolean }[];
    const added = rows.filter(({ isNew }) => isNew).length;
    return { added, changed: rows.length - added };
  }

  /** The quantities of lots that are there, by fingerprint. */
  async known(account: string, fingerprints: readonly string[]): Promise<Map<string, number>> {
    const rows = (await this.dataSource.query('SELECT fingerprint, quantity FROM holding_lot WHERE account = $1 AND fingerprint = ANY($2)', [account, fingerprints])) as { fingerprint: string; quantity: number }[];
    return new Map(rows.map(({ fingerprint, quantity }) => [fingerprint, quantity]));
  }

  async lots(account: string): Promise<StoredLot[]> {
    return this.dataSource.query(`SELECT ${LOT} FROM holding_lot WHERE account = $1 ORDER BY id`, [account]);
  }

  /** One page, by id. */
  async page(account: string, after: number, limit: number): Promise<StoredLot[]> {
    return this.dataSource.query(`SELECT ${LOT} FROM holding_lot WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3`, [account, after, limit]);
  }

  async lot(account: string, id: number): Promise<StoredLot | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${LOT} FROM holding_lot WHERE account = $1 AND id = $2`, [account, id])) as StoredLot[];
    return rows[0];
  }

  async lotOf(account: string, fingerprint: string): Promise<StoredLot | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${LOT} FROM holding_lot WHERE account = $1 AND fingerprint = $2`, [account, fingerprint])) as StoredLot[];
    return rows[0];
  }

  async write(account: string, lot: StoredLot, at: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE holding_lot SET condition = $3, grade = $4, language = $5, quantity = $6, unit_cost_cents = $7, fees_cents = $8, currency = $9, acquired_on = $10, note = $11, updated_at = $12
       WHERE account = $1 AND id = $2`,
      [account, lot.id, lot.condition, lot.grade, lot.language, lot.quantity, lot.unitCostCents, lot.feesCents, lot.currency, lot.acquiredOn, lot.note, at],
    );
  }

  async deleteLot(account: string, id: number): Promise<boolean> {
    const [, count] = (await this.dataSource.query('DELETE FROM holding_lot WHERE account = $1 AND id = $2', [account, id])) as [unknown, number];
    return count > 0;
  }

  async addSale(account: string, sale: SaleDraft, at: Date): Promise<StoredSale> {
    const rows = (await this.dataSource.query(
      `INSERT INTO holding_sale (account, printing_id, condition, grade, quantity, unit_price_cents, fees_cents, currency, sold_on, note, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${SALE}`,
      [account, sale.printingId, sale.condition, sale.grade, sale.quantity, sale.unitPriceCents, sale.feesCents, sale.currency, sale.soldOn, sale.note, at],
    )) as StoredSale[];
    return rows[0] as StoredSale;
  }

  async sales(account: string): Promise<StoredSale[]> {
    return this.dataSource.query(`SELECT ${SALE} FROM holding_sale WHERE account = $1 ORDER BY id`, [account]);
  }

  async deleteSale(account: string, id: number): Promise<boolean> {
    const [, count] = (await this.dataSource.query('DELETE FROM holding_sale WHERE account = $1 AND id = $2', [account, id])) as [unknown, number];
    return count > 0;
  }
}
