import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { TemporaryError } from '../shared/errors.js';
import type { Progress } from '../shared/progress.js';
import type { StageReport } from '../shared/stage.js';
import type { Game } from './catalogue.repository.js';
import { LiveSources } from './live-sources.js';
import { SourceCollection, type SourceOutcome } from './source-collection.js';
import { TrackedCards } from './tracked-cards.js';

/** Asks every configured source for a day of a game. One that fails is passed over: the next in the order of trust speaks. */
@Injectable()
export class LiveCollection {
  constructor(
    private readonly sources: LiveSources,
    private readonly collection: SourceCollection,
    private readonly trackedCards: TrackedCards,
  ) {}

  isLive(game: Game): boolean {
    return this.sources.of(game.slug).length > 0;
  }

  /** Throws TemporaryError where every source failed. */
  async collect(game: Game, day: Day, progress: Progress): Promise<StageReport> {
    const trackedCards = await this.trackedCards.read();
    await this.sources.writeOrder();
    const sources = this.sources.of(game.slug);
    const outcomeOf = new Map<string, SourceOutcome>();
    // Whose products make the catalogue comes first: only then can the others' find their card.
    for (const source of [...sources].sort((a, b) => Number(b.provider.makesCatalogue) - Number(a.provider.makesCatalogue))) {
      let step: ReturnType<Progress['stage']> | undefined;
      const onPart = (done: number, total: number): void => (step ??= progress.stage(`collect ${source.provider.slug}`, total, 'parts')).at(done);
      const outcome = await this.collection.collect({ source, game, day, onPart });
      outcomeOf.set(source.provider.slug, outcome);
      step?.end(sentenceOf(outcome, day));
    }
    const outcomes = sources.map(({ provider }) => outcomeOf.get(provider.slug) as SourceOutcome);
    if (outcomes.every((one) => one.state === 'failed')) {
      throw new TemporaryError(`No source has prices of ${game.slug} for ${day}. ${outcomes.map(({ slug, error }) => `${slug}: ${error}`).join(' ')}`);
    }
    if (outcomes.some((one) => one.isAsked)) await this.trackedCards.apply(trackedCards, game);
    return reportOf(outcomes, day);
  }
}

function reportOf(outcomes: readonly SourceOutcome[], day: Day): StageReport {
  const sum = (of: (outcome: SourceOutcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const counts = {
    sources: outcomes.length,
    failed: outcomes.filter((one) => one.state === 'failed').length,
    quotes: sum((one) => one.quotes), accepted: sum((one) => one.accepted), unchanged: sum((one) => one.unchanged), corrected: sum((one) => one.corrected),
    rejected: sum((one) => one.rejected), unpriced: sum((one) => one.unpriced),
    unmatched: sum((one) => one.unmatched),
  };
  return { written: counts.accepted + counts.corrected, counts, notes: outcomes.map((outcome) => sentenceOf(outcome, day)) };
}

/** What a person should know of a source's day. */
function sentenceOf(outcome: SourceOutcome, day: Day): string {
  const { slug, state, isAsked, error } = outcome;
  if (state === 'failed') return `${slug} failed and is passed over: ${error}`;
  if (state === 'unchanged') return `${slug} has nothing new since it was last asked.`;
  if (state === 'closed') return `${slug} tells the present only: ${day} is over and is not asked for.`;
  if (!isAsked) return `${slug}: ${day} is complete and was not asked for again.`;
  const { accepted, unchanged, corrected, rejected, unpriced, unmatched } = outcome;
  const counts = `${slug}: ${accepted} new prices, ${unchanged} known, ${corrected} corrected, ${rejected} rejected, ${unpriced} cards without a price, ${unmatched} of no known card.`;
  const isUseless = unmatched > 0 && accepted + unchanged + corrected === 0;
  return isUseless ? `${counts} ${slug} does not make the catalogue: name a source that does in PRICE_SOURCES too (tcgcsv, pokemontcg), or import a file.` : counts;
}
