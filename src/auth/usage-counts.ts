/** What was asked. Refusals and errors are requests too. */
export interface UsageCount {
  requests: number;
  items: number;
  refused: number;
  errors: number;
}

export type UsageRow = Readonly<UsageCount> & { readonly keyId: number; readonly operation: string };

/** Counts answers by key and call. Counting where something was counted before makes no object. */
export class UsageCounts {
  private readonly byKey = new Map<number, Map<string, UsageCount>>();

  /** Plain arguments: it is asked at every request, and is not to make an object each time. */
  count(keyId: number, operation: string, status: number, items: number): void {
    const count = this.byKey.get(keyId)?.get(operation) ?? this.open(keyId, operation);
    count.requests++;
    if (status < 400) count.items += items;
    else if (status === 429) count.refused++;
    else if (status >= 500) count.errors++;
  }

  /** What was counted since it was last taken. */
  take(): UsageRow[] {
    const rows = [...this.byKey].flatMap(([keyId, calls]) => [...calls].map(([operation, count]) => ({ keyId, operation, ...count })));
    this.byKey.clear();
    return rows;
  }

  private open(keyId: number, operation: string): UsageCount {
    let calls = this.byKey.get(keyId);
    if (!calls) this.byKey.set(keyId, (calls = new Map()));
    const count = { requests: 0, items: 0, refused: 0, errors: 0 };
    calls.set(operation, count);
    return count;
  }
}

/** Adds rows of the same key, hour and call together. */
export function addUp<T extends UsageRow & { readonly hour: Date }>(rows: readonly T[]): T[] {
  const sums = new Map<string, T>();
  for (const row of rows) {
    const name = `${row.keyId} ${row.hour.getTime()} ${row.operation}`;
    const { requests, items, refused, errors } = sums.get(name) ?? { requests: 0, items: 0, refused: 0, errors: 0 };
    sums.set(name, { ...row, requests: row.requests + requests, items: row.items + items, refused: row.refused + refused, errors: row.errors + errors });
  }
  return [...sums.values()];
}
