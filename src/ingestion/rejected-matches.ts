/** SQL: whether observation `o` did not come by a match that was rejected later. What came after the rejection came by another match. */
export function isNotOfRejectedMatch(o: string): string {
  return `NOT EXISTS (SELECT FROM source_crosswalk r WHERE r.printing_id = ${o}.printing_id AND r.source_id = ${o}.source_id
    AND r.state = 'rejected' AND ${o}.recorded_at <= r.rejected_at)`;
}

/** A match that was rejected: which observations came by it. */
export interface RejectedMatch {
  readonly printingId: number;
  readonly sourceId: number;
  readonly rejectedAt: Date;
}

/**
 * SQL: the same for a scan of a whole market, where there are few of them or none: a condition that is nothing where nothing is rejected, and
 * looks at a row closer only where its printing is one of them.
 */
export function scanConditionOf(o: string, rejected: readonly RejectedMatch[]): string {
  if (rejected.length === 0) return '';
  const printingIds = [...new Set(rejected.map((one) => one.printingId))].join(',');
  const rows = rejected.map((one) => `NOT (${o}.printing_id = ${one.printingId} AND ${o}.source_id = ${one.sourceId} AND ${o}.recorded_at <= '${one.rejectedAt.toISOString()}')`);
  return ` AND (${o}.printing_id <> ALL ('{${printingIds}}'::int[]) OR (${rows.join(' AND ')}))`;
}
