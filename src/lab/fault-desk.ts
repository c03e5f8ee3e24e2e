import { BadData } from '../shared/errors.js';
import { hashText } from '../shared/random.js';
import { alteredMarket } from './domain/altered-market.js';
import { type IndexedMarket, indexMarket } from './domain/index-market.js';
import { areInForce, deliveryFaults, type DeliveryFaults, type Faults, LAB_PROVIDERS, type LabProvider } from './domain/lab-faults.js';
import { readFaults } from './faults-input.js';

/** What one call meets. */
export interface Met {
  readonly delivery: DeliveryFaults;
  readonly faults: Faults;
  readonly market: IndexedMarket;
}

interface Setting {
  readonly faults: Faults;
  readonly altered: IndexedMarket;
  /** Calls that met these faults, or would have, had the draw been another. */
  calls: number;
}

/** Which faults each source has, and how many calls have met them. */
export class FaultDesk {
  private readonly settings = new Map<LabProvider, Setting>();

  constructor(private readonly market: IndexedMarket) {}

  /** Replaces all faults of the source; `{}` heals it. @throws BadData for faults the source cannot have, or cards there are not. */
  set(provider: LabProvider, faults: Faults): void {
    const read = readFaults(provider, faults);
    this.requireCard('hundredfold', read.hundredfold);
    for (const id of read.swapped ?? []) this.requireCard('swapped', id);
    const altered = alteredMarket(this.market, read);
    this.settings.set(provider, { faults: read, altered: altered === this.market ? this.market : indexMarket(altered), calls: 0 });
  }

  private requireCard(field: string, id: number | undefined): void {
    if (id === undefined || this.market.byTcgplayerId.has(id)) return;
    const [first, last] = [this.market.cards[0], this.market.cards.at(-1)].map((card) => card?.ids.tcgplayer);
    throw new BadData(`${field} ${id}: no such card; expected a TCGplayer id from ${first} to ${last}.`);
  }

  /** Heals one source, or all. */
  clear(provider?: LabProvider): void {
    if (provider === undefined) this.settings.clear();
    else this.settings.delete(provider);
  }

  current(): Partial<Record<LabProvider, Faults>> {
    return Object.fromEntries(LAB_PROVIDERS.flatMap((provider) => {
      const faults = this.settings.get(provider)?.faults;
      return faults && Object.keys(faults).length > 0 ? [[provider, faults]] : [];
    }));
  }

  meet(provider: LabProvider, path: string, at: Date): Met {
    const setting = this.settings.get(provider);
    if (!setting || !areInForce(setting.faults, { path, number: setting.calls, atMs: at.getTime() })) {
      return { delivery: {}, faults: {}, market: this.market };
    }
    const delivery = deliveryFaults(setting.faults, this.market.seed, provider, setting.calls);
    setting.calls += 1;
    return { delivery, faults: setting.faults, market: setting.altered };
  }
}

/** A name for what a source serves: another whenever the bytes may be others. */
export function versionOf(parts: readonly unknown[]): string {
  const text = JSON.stringify(parts);
  return [text, `${text}|`].map((each) => hashText(each).toString(16).padStart(8, '0')).join('');
}
