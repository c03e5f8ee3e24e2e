import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { toDecimal } from '../shared/money.js';
import { CSV_FORMS } from './domain/csv-presets.js';
import { toCsvText } from './domain/csv-text.js';
import { type Holding, Holdings } from './holdings.js';
import { type StoredTrayRow, TrayRepository } from './tray.repository.js';

const MOST_TRAY_ROWS = 100_000;

/** Everything somebody has here, as they take it away. */
@Injectable()
export class CollectionExport {
  constructor(
    private readonly holdings: Holdings,
    private readonly tray: TrayRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async everything(account: string): Promise<{ at: Date; holdings: Holding[]; sales: Awaited<ReturnType<Holdings['sales']>>; tray: StoredTrayRow[] }> {
    const [holdings, sales, tray] = await Promise.all([this.holdings.everything(account), this.holdings.sales(account), this.tray.page(account, 0, MOST_TRAY_ROWS)]);
    return { at: this.clock.now(), holdings, sales, tray };
  }

  /** The lots as a list that {@link CollectionImports} takes in again. */
  async csv(account: string): Promise<string> {
    const rows = (await this.holdings.everything(account)).map(({ lot, card }) => [
      card.cardId, card.name, card.set, card.number, card.variant, lot.condition, lot.grade, lot.language, lot.quantity, lot.unitCostCents === null ? null : toDecimal(lot.unitCostCents, lot.currency),
      lot.currency, lot.acquiredOn, lot.note,
    ]);
    return toCsvText([CSV_FORMS.pokewatch.columns, ...rows]);
  }
}
