import { Inject, Injectable } from '@nestjs/common';
import { basename } from 'node:path';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData } from '../shared/errors.js';
import { type Progress, silentProgress } from '../shared/progress.js';
import { CatalogueRepository, type Game } from './catalogue.repository.js';
import { FileImport, type FileOutcome } from './file-import.js';
import { importError } from './import-error.js';
import { checkPriceFiles, contentHashOf, fileBytes, type PriceFile } from './price-file.js';
import { PriceWriter, type WriteScope } from './price-writer.js';
import { RawPayloadRepository } from './raw-payload.repository.js';
import { RejectionReport } from './rejection-report.js';
import { type Source, SourceRepository } from './source.repository.js';
import { TrackedCards } from './tracked-cards.js';
import { Transactions } from './transactions.repository.js';

export interface ImportRequest {
  readonly files: readonly string[];
  readonly sourceSlug: string;
  readonly gameSlug: string;
  /** Checks everything and writes nothing. */
  readonly isDryRun?: boolean;
  /** Where the rejected lines go as a CSV file. */
  readonly reportPath?: string;
  readonly progress?: Progress;
}

/** `rows` = accepted + unchanged + corrected + rejected. */
export interface ImportSummary {
  readonly rows: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly rejected: number;
  readonly seconds: number;
  /** Rejected rows by reason. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  readonly files: readonly FileSummary[];
}

export interface FileSummary extends Omit<FileOutcome, 'warnings'> {
  readonly path: string;
  /** SHA-256 of the file as it is. */
  readonly contentHash: string;
}

const SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** What the stage writes besides prices. */
@Injectable()
export class ImportRecords {
  constructor(
    readonly catalogue: CatalogueRepository,
    readonly sources: SourceRepository,
    readonly payloads: RawPayloadRepository,
    readonly trackedCards: TrackedCards,
  ) {}
}

/** Price files -> observations. Good rows are kept, bad rows are quarantined, the same file again changes nothing. */
@Injectable()
export class ImportStage {
  constructor(
    private readonly records: ImportRecords,
    private readonly writer: PriceWriter,
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Imports the files in turn. Throws BadData where a file cannot be imported (all files are looked at before anything is written) or
   * broke off on the way, TemporaryError where the database went away or has no room; what was committed by then stays, and the
   * same call again goes on from there.
   */
  async run(request: ImportRequest): Promise<ImportSummary> {
    for (const [name, slug] of [['game', request.gameSlug], ['source', request.sourceSlug]] as const) {
      if (!SLUG.test(slug)) throw new BadData(`${name} is ${JSON.stringify(slug)}; expected lower-case letters, digits, - and _, such as "pokemon".`);
    }
    const files = await checkPriceFiles(request.files);
    const report = await RejectionReport.open(request.reportPath);
    try {
      const importAll = () => this.importAll(request, files, report);
      return request.isDryRun ? await importAll() : await this.transactions.whileImporting(request.sourceSlug, request.gameSlug, importAll);
    } catch (error) {
      throw importError(error);
    } finally {
      await report.close();
    }
  }

  private async importAll(request: ImportRequest, files: readonly PriceFile[], report: RejectionReport): Promise<ImportSummary> {
    const startedAt = performance.now();
    const trackedCards = await this.records.trackedCards.read();
    const to = request.isDryRun ? await this.findTarget(request) : await this.ensureTarget(request);
    const summaries: (FileSummary & { warnings: readonly string[] })[] = [];
    for (const file of files) summaries.push(await this.importFile({ request, ...to }, file, report));
    const warnings = summaries.flatMap((one) => one.warnings);
    if (!request.isDryRun) warnings.push(...(await this.records.trackedCards.apply(trackedCards, to.game)));
    return { ...totals(summaries), seconds: (performance.now() - startedAt) / 1000, warnings, files: summaries.map(({ warnings: _, ...one }) => one) };
  }

  private async importFile(target: Target, file: PriceFile, report: RejectionReport): Promise<FileSummary & { warnings: readonly string[] }> {
    const { request } = target;
    const contentHash = await contentHashOf(file.path);
    const scope = await this.scopeOf(target, file, contentHash);
    const step = (request.progress ?? silentProgress).stage(`import ${basename(file.path)}`, file.byteCount, 'bytes');
    const outcome = await new FileImport(file, this.writer, scope).run({
      lastDay: Math.floor(this.clock.now().getTime() / 86_400_000),
      onRead: (byteCount) => step.at(byteCount),
      onRejected: (lines) => report.add(file.path, lines),
    });
    step.end(`${outcome.accepted} accepted, ${outcome.unchanged} unchanged, ${outcome.corrected} corrected, ${outcome.rejected} rejected`);
    return { path: file.path, contentHash, ...outcome };
  }

  private async scopeOf({ request, game, source }: Target, file: PriceFile, contentHash: string): Promise<WriteScope> {
    const names = { gameId: game.id, gameSlug: game.slug, sourceId: source.id, sourceSlug: source.slug, provenance: 'import', makesCatalogue: true, isByLetter: true };
    if (request.isDryRun) return { ...names, recordedAt: this.clock.now(), rawPayloadId: null, isDryRun: true };
    const recordedAt = await this.records.sources.nextInstant(source.id, this.clock.now());
    const payload = { sourceId: source.id, contentHash, name: basename(file.path), byteCount: file.byteCount, recordedAt };
    const rawPayloadId = await this.records.payloads.store(payload, fileBytes(file.path));
    return { ...names, recordedAt, rawPayloadId, isDryRun: false };
  }

  /** In a dry run a game or source that is not there stays so: nothing is known of it. */
  private async findTarget({ gameSlug, sourceSlug }: ImportRequest): Promise<Pick<Target, 'game' | 'source'>> {
    const game = await this.records.catalogue.gameBySlug(gameSlug);
    const source = await this.records.sources.find(sourceSlug);
    return { game: game ?? { id: 0, slug: gameSlug, name: gameSlug, isSimulated: false }, source: source ?? { id: 0, slug: sourceSlug } };
  }

  private async ensureTarget({ gameSlug, sourceSlug }: ImportRequest): Promise<Pick<Target, 'game' | 'source'>> {
    const game = await this.records.catalogue.ensureGame({ slug: gameSlug, name: nameOf(gameSlug), isSimulated: false });
    if (game.isSimulated) throw new BadData(`The game "${gameSlug}" is simulated; expected another --game for imported prices.`);
    return { game, source: await this.records.sources.ensure(sourceSlug, false) };
  }
}

interface Target {
  readonly request: ImportRequest;
  readonly game: Game;
  readonly source: Source;
}

/** `one-piece` -> `One Piece`. */
function nameOf(slug: string): string {
  return slug.split(/[-_]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

function totals(files: readonly FileSummary[]): Omit<ImportSummary, 'seconds' | 'warnings' | 'files'> {
  const reasons: Record<string, number> = {};
  for (const file of files) for (const [reason, count] of Object.entries(file.reasons)) reasons[reason] = (reasons[reason] ?? 0) + count;
  const sum = (of: (file: FileSummary) => number): number => files.reduce((total, file) => total + of(file), 0);
  return {
    rows: sum((file) => file.rows), accepted: sum((file) => file.accepted), unchanged: sum((file) => file.unchanged),
    corrected: sum((file) => file.corrected), rejected: sum((file) => file.rejected), reasons,
  };
}
