import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { SourceMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber, dayOf } from '../shared/day.js';
import { BadData, messageOf, Refused, TemporaryError } from '../shared/errors.js';
import type { Game } from './catalogue.repository.js';
import { type CollectionCounts, type CollectionKey, CollectionRepository, type FetchedResource } from './collection.repository.js';
import { importError } from './import-error.js';
import type { LiveSource } from './live-sources.js';
import { type PriceWrite, PriceWriter } from './price-writer.js';
import { ProviderQuotes } from './provider-quotes.js';
import type { ProviderPart, ProviderRequest } from './providers/provider.js';
import { QuoteBatch } from './quote-batch.js';
import { RawPayloadRepository } from './raw-payload.repository.js';
import { SourceRepository } from './source.repository.js';
import { Transactions } from './transactions.repository.js';
import { WantedProducts } from './wanted-products.js';

const BATCH_ROWS = 4_096;
const CHUNK_BYTES = 1_048_576;

export interface CollectRequest {
  readonly source: LiveSource;
  readonly game: Game;
  readonly day: Day;
  /** Parts done and in all. */
  readonly onPart: (done: number, total: number) => void;
}

/**
 * What became of asking a source for a day. `complete`: its prices are in, now or from before (then nothing was asked); `unchanged`: it has
 * nothing new; `closed`: a past day of a source that tells the present only, never asked; `failed`: see `error`.
 */
export interface SourceOutcome extends CollectionCounts {
  readonly slug: string;
  readonly state: 'complete' | 'unchanged' | 'closed' | 'failed';
  /** Whether the source was asked anything. */
  readonly isAsked: boolean;
  readonly error?: string;
}

/** What a collection writes besides prices. */
@Injectable()
export class CollectionRecords {
  constructor(
    readonly sources: SourceRepository,
    readonly payloads: RawPayloadRepository,
    readonly collections: CollectionRepository,
  ) {}
}

/** What a collection asks with: which products, when, and where it is counted. */
@Injectable()
export class CollectionSurroundings {
  constructor(
    readonly wanted: WantedProducts,
    readonly metrics: SourceMetrics,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}
}

const NOTHING: CollectionCounts = { quotes: 0, accepted: 0, unchanged: 0, corrected: 0, rejected: 0, unpriced: 0, unmatched: 0 };

/** One source, one market day: asks, keeps the bodies, writes the prices, and remembers how far it came. */
@Injectable()
export class SourceCollection {
  constructor(
    private readonly records: CollectionRecords,
    private readonly writer: PriceWriter,
    private readonly transactions: Transactions,
    private readonly surroundings: CollectionSurroundings,
  ) {}

  /**
   * A day that is complete is never asked for again. One that broke off goes on: parts that are in are left out. What the source does wrong
   * becomes an outcome; only what is wrong with us (the database) is thrown.
   */
  async collect(request: CollectRequest): Promise<SourceOutcome> {
    const { source, game, day } = request;
    const { slug } = source.provider;
    const { id: sourceId } = await this.records.sources.ensure(slug, false);
    const key = { sourceId, gameId: game.id, day };
    return this.transactions.whileImporting(slug, game.slug, async () => {
      const before = await this.records.collections.find(key);
      if (before?.state === 'complete') return { slug, ...NOTHING, unchanged: before.quotes, state: 'complete', isAsked: false };
      const today = dayOf(this.surroundings.clock.now());
      if (source.provider.kind === 'snapshot' && day < today) return { slug, ...NOTHING, state: 'closed', isAsked: false };
      await this.records.collections.begin(key, this.surroundings.clock.now());
      return this.ask(request, key, today);
    });
  }

  private async ask(request: CollectRequest, key: CollectionKey, today: Day): Promise<SourceOutcome> {
    const { slug } = request.source.provider;
    const { collections } = this.records;
    const run = await this.begin(request, key);
    try {
      const wanted = await this.surroundings.wanted.of(request.source.provider);
      for await (const part of request.source.provider.fetch(this.questionOf(request, run, { today, wanted }))) await this.take(part, run);
      const at = this.surroundings.clock.now();
      if (run.isUnchanged) {
        await collections.end(key, 'unchanged', { at, error: null });
        return { slug, ...run.counts, state: 'unchanged', isAsked: true };
      }
      if (((await collections.find(key))?.quotes ?? 0) === 0) throw new BadData(`${slug} said no price that can be used: ${run.counts.rejected} rejected, ${run.counts.unpriced} unpriced.`);
      await collections.complete(key, run.resources, at);
      this.surroundings.metrics.succeeded(slug, at);
      return { slug, ...run.counts, state: 'complete', isAsked: true };
    } catch (error) {
      const ours = isOfSource(error) ? undefined : importError(error);
      await collections.end(key, 'failed', { at: this.surroundings.clock.now(), error: messageOf(error) }).catch((second: unknown) => {
        throw ours ?? importError(second);
      });
      if (ours !== undefined) throw ours;
      return { slug, ...run.counts, state: 'failed', isAsked: true, error: messageOf(error) };
    } finally {
      this.surroundings.metrics.countRows(slug, run.counts);
    }
  }

  private async begin({ source, game, day }: CollectRequest, key: CollectionKey): Promise<RunningCollection> {
    const { sources, collections } = this.records;
    const recordedAt = await sources.nextInstant(key.sourceId, this.surroundings.clock.now());
    const quotes = new ProviderQuotes(source.provider);
    const write = this.writer.begin(
      {
        sourceId: key.sourceId, sourceSlug: source.provider.slug, gameId: game.id, gameSlug: game.slug, provenance: 'provider', recordedAt, rawPayloadId: null, isDryRun: false, isCollection: true,
        makesCatalogue: source.provider.makesCatalogue,
        // A historical source may speak of any day.
        ...(source.provider.kind === 'snapshot' ? { days: { from: day, to: day } } : { isKnownByPrice: true }),
      },
      quotes.series,
    );
    const [known, done] = await Promise.all([collections.resourcesOf(key.sourceId), collections.partsOf(key)]);
    return { key, recordedAt, quotes, write, known, done, batch: new QuoteBatch(BATCH_ROWS), resources: [], counts: { ...NOTHING }, isUnchanged: false };
  }

  private questionOf(request: CollectRequest, run: RunningCollection, of: { readonly today: Day; readonly wanted: string[] | undefined }): ProviderRequest {
    const { source, day, onPart } = request;
    return {
      client: source.client, baseUrl: source.baseUrl, day, today: dayNumber(of.today), wanted: of.wanted, onPart,
      from: day < of.today ? day : undefined,
      validatorsOf: (url) => run.known.get(url)?.validators,
      isDone: (name) => run.done.has(name),
    };
  }

  /** Keeps the body of a part, writes what it says, and notes that it is in. */
  private async take(part: ProviderPart, run: RunningCollection): Promise<void> {
    const contentHash = createHash('sha256').update(part.body).digest('hex');
    if (part.isUnchanged || isSameAsBefore(part, contentHash, run)) {
      run.isUnchanged = true;
      return;
    }
    const { counts: written } = run.write;
    const before = { ...written, unmatched: run.write.unmatchedCount };
    if (part.quotes.length > 0 || part.rejected.length > 0 || part.unpricedProducts.length > 0) {
      const rawPayloadId = await this.keep(part, contentHash, run);
      for (const batch of run.quotes.batches(part, run.batch)) await run.write.save(await run.write.prepare(batch, rawPayloadId));
    } else await this.keep(part, contentHash, run);
    const counts = {
      quotes: part.quotes.length, accepted: written.accepted - before.accepted, unchanged: written.unchanged - before.unchanged,
      corrected: written.corrected - before.corrected, rejected: written.rejected - before.rejected, unpriced: part.unpriced,
      unmatched: run.write.unmatchedCount - before.unmatched,
    };
    await this.records.collections.addPart(run.key, part.name, counts);
    for (const name of Object.keys(counts) as (keyof CollectionCounts)[]) run.counts[name] += counts[name];
    if (part.resource) run.resources.push({ ...part.resource, contentHash });
  }

  /** Bytes that are kept already, from whatever day, are not kept twice. */
  private async keep({ name, body }: ProviderPart, contentHash: string, { key, recordedAt }: RunningCollection): Promise<number | null> {
    if (body.length === 0) return null;
    return this.records.payloads.store({ sourceId: key.sourceId, contentHash, name, byteCount: body.length, recordedAt }, chunksOf(body));
  }
}

interface RunningCollection {
  readonly key: CollectionKey;
  readonly recordedAt: Date;
  readonly quotes: ProviderQuotes;
  readonly write: PriceWrite;
  /** What the source's resources were called before. */
  readonly known: ReadonlyMap<string, FetchedResource>;
  /** Parts that came in before it broke off. */
  readonly done: ReadonlySet<string>;
  readonly batch: QuoteBatch;
  readonly resources: FetchedResource[];
  readonly counts: { -readonly [name in keyof CollectionCounts]: number };
  isUnchanged: boolean;
}

/** A body with prices that names no version, and is the very one of another day: nothing new, whoever sends it. */
function isSameAsBefore({ resource, quotes }: ProviderPart, contentHash: string, { known }: RunningCollection): boolean {
  return resource !== undefined && quotes.length > 0 && known.get(resource.url)?.contentHash === contentHash;
}

/** Whether the source is to blame: it is then passed over, and the next one speaks. */
function isOfSource(error: unknown): boolean {
  return error instanceof TemporaryError || error instanceof Refused || error instanceof BadData;
}

function* chunksOf(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) yield body.subarray(at, at + CHUNK_BYTES);
}
