import type { SourceStatus } from '../ingestion/index.js';
import { table } from './print.js';

/** The live sources as a person reads them; empty where none is configured. */
export function sourceLines(sources: readonly SourceStatus[]): string {
  if (sources.length === 0) return '';
  return table(
    ['source', 'kind', 'state', 'last success', 'last collection', 'credits left', 'notes'],
    sources.map((one) => [one.slug, one.kind, one.freshness, one.lastSuccessAt?.toISOString() ?? '', collectionOf(one), creditsOf(one), notesOf(one)]),
  );
}

function collectionOf({ lastCollection: last }: SourceStatus): string {
  if (!last) return '';
  return `${last.day} ${last.state}: ${last.accepted} new, ${last.unchanged} known, ${last.corrected} corrected, ${last.rejected} rejected, ${last.unpriced} unpriced, ${last.unmatched} of no known card`;
}

function creditsOf({ creditsLeft, creditsPerDay, creditsResetAt }: SourceStatus): string {
  if (creditsPerDay === undefined) return '';
  return `${creditsLeft ?? creditsPerDay} of ${creditsPerDay}${creditsResetAt ? `, new at ${creditsResetAt.toISOString()}` : ''}`;
}

function notesOf({ lastCollection, circuitOpenUntil }: SourceStatus): string {
  return [...(circuitOpenUntil ? [`not asked until ${circuitOpenUntil.toISOString()}`] : []), ...(lastCollection?.error ? [lastCollection.error] : [])].join('; ');
}
