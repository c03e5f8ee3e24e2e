/** SQL: an observation, by the name of its table in the query, is in no quarantine, or was released from it. For few rows: each is looked up in a small partial index. */
export function isNotQuarantined(observation: string): string {
  return `NOT EXISTS (SELECT FROM price_flag f WHERE f.flag = 'QUARANTINED' AND f.released_at IS NULL
    AND f.printing_id = ${observation}.printing_id AND f.source_id = ${observation}.source_id AND f.observed_on = ${observation}.observed_on)`;
}
