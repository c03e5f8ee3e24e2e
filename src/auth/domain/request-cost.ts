const ITEMS_PER_REQUEST = 10;

/** As how many requests a batch counts: one for every ten items it has begun. What is no list counts as one, and is refused later. */
export function batchCost(items: unknown): number {
  return Array.isArray(items) ? Math.max(1, Math.ceil(items.length / ITEMS_PER_REQUEST)) : 1;
}

/** How many items a batch may have that counts as `cost`. */
export function itemsWithin(cost: number): number {
  return cost * ITEMS_PER_REQUEST;
}
