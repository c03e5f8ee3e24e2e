/** A program or shop whose lists of cards are known by their columns. */
export type CsvPreset = 'pokewatch' | 'tcgplayer' | 'collectr' | 'dragon_shield_web' | 'dragon_shield_app' | 'pokecollector';

/** What a row says of a card; how it is read is `csv-row.ts`. */
export type CsvField =
  | 'card_id' | 'sku_id' | 'name' | 'set' | 'set_code' | 'number' | 'rarity' | 'variant' | 'condition' | 'grade' | 'language' | 'quantity' | 'unit_cost' | 'acquired_on'
  | 'folder' | 'watch' | 'note' | 'currency';

interface CsvForm {
  /** The columns in the order in which they are written. A name that ends in `…` stands for all that begin so: Collectr writes a date into it. */
  readonly columns: readonly string[];
  /** In which column a field is. */
  readonly fields: Readonly<Partial<Record<CsvField, string>>>;
}

export const CSV_FORMS: Readonly<Record<CsvPreset, CsvForm>> = {
  // What we write ourselves, so that it can be read again, here or elsewhere.
  pokewatch: {
    columns: ['card_id', 'name', 'set', 'number', 'variant', 'condition', 'grade', 'language', 'quantity', 'unit_cost', 'currency', 'acquired_on', 'note'],
    fields: {
      card_id: 'card_id', name: 'name', set: 'set', number: 'number', variant: 'variant', condition: 'condition', grade: 'grade', language: 'language', quantity: 'quantity',
      unit_cost: 'unit_cost', acquired_on: 'acquired_on', note: 'note', currency: 'currency',
    },
  },
  // "TCGplayer Id" is an SKU: a product in one condition, printing and language. It is not the product id that other programs call by this name.
  tcgplayer: {
    columns: [
      'TCGplayer Id', 'Product Line', 'Set Name', 'Product Name', 'Title', 'Number', 'Rarity', 'Condition', 'TCG Market Price', 'TCG Direct Low',
      'TCG Low Price With Shipping', 'TCG Low Price', 'Total Quantity', 'Add to Quantity', 'TCG Marketplace Price', 'Photo URL',
    ],
    fields: { sku_id: 'TCGplayer Id', name: 'Product Name', set: 'Set Name', number: 'Number', rarity: 'Rarity', condition: 'Condition', quantity: 'Total Quantity' },
  },
  collectr: {
    columns: [
      'Portfolio Name', 'Category', 'Set', 'Product Name', 'Card Number', 'Rarity', 'Variance', 'Grade', 'Card Condition', 'Average Cost Paid', 'Quantity',
      'Market Price…', 'Price Override', 'Watchlist', 'Date Added', 'Notes',
    ],
    fields: {
      folder: 'Portfolio Name', set: 'Set', name: 'Product Name', number: 'Card Number', rarity: 'Rarity', variant: 'Variance', grade: 'Grade', condition: 'Card Condition',
      unit_cost: 'Average Cost Paid', quantity: 'Quantity', watch: 'Watchlist', acquired_on: 'Date Added', note: 'Notes',
    },
  },
  dragon_shield_web: {
    columns: [
      'Folder Name', 'Quantity', 'Trade Quantity', 'Card Name', 'Set Code', 'Set Name', 'Card Number', 'Condition', 'Printing', 'Language', 'Price Bought',
      'Date Bought', 'LOW', 'MID', 'MARKET',
    ],
    fields: {
      folder: 'Folder Name', quantity: 'Quantity', name: 'Card Name', set_code: 'Set Code', set: 'Set Name', number: 'Card Number', condition: 'Condition',
      variant: 'Printing', language: 'Language', unit_cost: 'Price Bought', acquired_on: 'Date Bought',
    },
  },
  dragon_shield_app: {
    columns: [
      'Quantity', 'Name', 'CardNumber', 'Expansion Code', 'Expansion Name', 'PurchasePrice', 'Foil', 'Condition', 'Language', 'PurchaseDate',
      'Single Current Price', 'Total Current Price',
    ],
    fields: {
      quantity: 'Quantity', name: 'Name', number: 'CardNumber', set_code: 'Expansion Code', set: 'Expansion Name', unit_cost: 'PurchasePrice', variant: 'Foil',
      condition: 'Condition', language: 'Language', acquired_on: 'PurchaseDate',
    },
  },
  pokecollector: {
    columns: ['set_code', 'number', 'quantity', 'condition', 'variant', 'lang', 'purchase_price'],
    fields: { set_code: 'set_code', number: 'number', quantity: 'quantity', condition: 'condition', variant: 'variant', language: 'lang', unit_cost: 'purchase_price' },
  },
};

/**
 * Whose list this is, by the names of its columns in any order; undefined where it is nobody's whom we know. Columns that are there beside a
 * preset's own are no obstacle (a Pro seller's list has two more); one that lacks is.
 */
export function presetOf(header: readonly string[]): CsvPreset | undefined {
  const names = header.map(plain);
  const isThere = (column: string): boolean => (column.endsWith('…') ? names.some((name) => name.startsWith(plain(column.slice(0, -1)))) : names.includes(plain(column)));
  const presets = Object.entries(CSV_FORMS) as [CsvPreset, CsvForm][];
  return presets.find(([, { columns }]) => columns.every(isThere))?.[0];
}

/** Where each field of a preset is in a header, counted from 0; undefined where the header lacks it. */
export function fieldPlaces(preset: CsvPreset, header: readonly string[]): Readonly<Partial<Record<CsvField, number>>> {
  const names = header.map(plain);
  const places = Object.entries(CSV_FORMS[preset].fields).map(([field, column]) => [field, names.indexOf(plain(column))] as const);
  return Object.fromEntries(places.filter(([, place]) => place >= 0));
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
