import { type Expectation, rows } from './expectation.js';

/** One product, one printing: whatever is not so mixes two prices in one series. */
export const IDENTITY_EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'expect_column_values_to_be_unique(source product)', severity: 'error', mostly: 1, expected: 'no product of the source on two printings',
    find: ({ products }) => rows(products.length, shared(products, (one) => one.externalId, (one) => one.printingId)),
  },
  {
    name: 'expect_column_values_to_be_unique(printing of the source)', severity: 'error', mostly: 1, expected: 'no two products of the source on one printing',
    find: ({ products }) => rows(products.length, shared(products, (one) => String(one.printingId), (one) => one.externalId)),
  },
];

/** The printings of rows whose key has more than one value. */
function shared<T extends { readonly printingId: number }>(products: readonly T[], keyOf: (one: T) => string, valueOf: (one: T) => unknown): number[] {
  const first = new Map<string, unknown>();
  const ambiguous = new Set<string>();
  for (const product of products) {
    const key = keyOf(product);
    if (!first.has(key)) first.set(key, valueOf(product));
    else if (first.get(key) !== valueOf(product)) ambiguous.add(key);
  }
  return ambiguous.size === 0 ? [] : products.filter((product) => ambiguous.has(keyOf(product))).map((product) => product.printingId);
}
