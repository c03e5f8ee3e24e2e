import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DatabaseNews } from '../database/index.js';
import { etagOf } from '../http/index.js';
import { PredictionMetrics } from '../metrics/index.js';
import type { Day } from '../shared/day.js';
import { messageOf } from '../shared/errors.js';
import { AnswerArena } from './domain/answer-arena.js';
import { AnswerBatch, type BatchForm } from './domain/answer-batch.js';
import type { PlainQuestion } from './domain/plain-question.js';
import { type Prediction, Predictions } from './predictions.js';
import { toPredictionAnswer } from './http/prediction.dto.js';
import { toPredictSignalAnswer } from './http/simple-prediction.dto.js';
import { type SignalRevision, SignalRevisionRepository, SIGNALS_CHANGED } from './signal-revision.repository.js';

const ROWS_PER_PAGE = 2_000;
/** Where the news did not come. */
const LOOK_EVERY_MS = 5_000;

/** Which answer of a card: as `POST /v1/predictions` gives it, or as `POST /predict_signal` does. */
export const ANSWER = { prediction: 0, flat: 1 } as const;
/** Beside the answers: the entity tag of the first. */
const ETAG_TEXT = 2;
const TEXTS_PER_CARD = 3;

interface Counted {
  readonly signal: string | null;
  readonly reason: string;
  readonly category: string | null;
}

interface Board {
  readonly served: SignalRevision;
  readonly arena: AnswerArena<Counted>;
}

/** Whom it serves, and who tells it that something has changed. */
@Injectable()
export class BoardSurroundings {
  constructor(
    readonly host: HttpAdapterHost,
    readonly news: DatabaseNews,
  ) {}
}

/**
 * The last evaluated day of every game as the answers it has, ready to be sent. Read into memory when the process starts, and anew beside
 * the present one when the database says that something else is served; then one reference is changed. A request looks at one board.
 */
@Injectable()
export class PredictionBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PredictionBoard.name);
  private boards: readonly Board[] = [];
  private refreshing: Promise<void> | undefined;
  private isStale = false;
  private seen = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly predictions: Predictions,
    private readonly revisions: SignalRevisionRepository,
    private readonly metrics: PredictionMetrics,
    private readonly surroundings: BoardSurroundings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // The command line answers nobody.
    if (this.surroundings.host.httpAdapter?.getType() !== 'fastify') return;
    await this.refresh();
    await this.surroundings.news.subscribe(SIGNALS_CHANGED, () => void this.refresh());
    this.timer = setInterval(() => void this.refresh(), LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.refreshing;
  }

  /** Names what is served of every day: another name, other answers. */
  get revision(): string {
    return this.seen;
  }

  get cardCount(): number {
    return this.boards.reduce((sum, board) => sum + board.arena.cardCount, 0);
  }

  get byteCount(): number {
    return this.boards.reduce((sum, board) => sum + board.arena.byteCount, 0);
  }

  /** The answer about a card on the last evaluated day, or on `day` where that is it; undefined where it has to be looked up. */
  answer(cardId: string, day: string | undefined, which: number): Buffer | undefined {
    for (const { served, arena } of this.boards) {
      const row = arena.row(cardId);
      if (row === undefined) continue;
      if (day !== undefined && day !== served.day) return undefined;
      this.count(arena.label(row), 1);
      return arena.answer(row, which);
    }
    return undefined;
  }

  /** The entity tag of the answer `prediction` about a card; undefined where there is none. */
  etag(cardId: string): string | undefined {
    for (const { arena } of this.boards) {
      const row = arena.row(cardId);
      if (row !== undefined) return arena.answer(row, ETAG_TEXT).toString('latin1');
    }
    return undefined;
  }

  /** Whether {@link answer} has one. */
  has(cardId: string, day: string | undefined): boolean {
    return this.boards.some(({ served, arena }) => (day === undefined || day === served.day) && arena.row(cardId) !== undefined);
  }

  /** The answers about many cards in one text; undefined where one of them has to be looked up. All are of one moment. */
  answers(questions: readonly PlainQuestion[], form: BatchForm): Buffer | undefined {
    const batch = new AnswerBatch<Counted>(form);
    for (const { cardId, day } of questions) {
      const board = this.boards.find(({ arena }) => arena.row(cardId) !== undefined);
      if (board === undefined || (day !== undefined && day !== board.served.day)) return undefined;
      batch.add(board.arena, cardId);
    }
    for (const [label, times] of batch.labels) this.count(label, times);
    return batch.toBuffer();
  }

  private count({ signal, reason, category }: Counted, times: number): void {
    if (signal === null) this.metrics.countWithheld(reason, times);
    else this.metrics.countSignal(signal, category, times);
  }

  /**
   * Looks at the database, and reads anew what has changed there; settles when what was there at the call is on the board. What goes wrong is
   * logged: the next look is soon, and the board stands.
   */
  async refresh(): Promise<void> {
    this.isStale = true;
    this.refreshing ??= this.readUntilSame().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async readUntilSame(): Promise<void> {
    while (this.isStale) {
      this.isStale = false;
      await this.readChanged().catch((error: unknown) => this.logger.warn(`Could not read what is served: ${messageOf(error)}`));
    }
  }

  private async readChanged(): Promise<void> {
    const served = await this.revisions.all();
    this.seen = served.map(({ gameId, revision }) => `${gameId}:${revision}`).join();
    const isSame = (one: Board, other: SignalRevision): boolean => one.served.gameId === other.gameId && one.served.latestRevision === other.latestRevision;
    const kept = served.map((revision) => this.boards.find((board) => isSame(board, revision)));
    if (kept.length === this.boards.length && kept.every((board) => board !== undefined)) return;
    const boards: Board[] = [];
    for (const [i, revision] of served.entries()) boards.push(kept[i] ?? { served: revision, arena: await this.read(revision.gameId, revision.day) });
    this.boards = boards;
  }

  private async read(gameId: number, day: Day): Promise<AnswerArena<Counted>> {
    const arena = new AnswerArena<Counted>(TEXTS_PER_CARD);
    const pageAfter = (printingId: number) => this.predictions.feed({ gameId, day, afterPrintingId: printingId, limit: ROWS_PER_PAGE });
    let next: ReturnType<typeof pageAfter> | undefined = pageAfter(0);
    while (next !== undefined) {
      const { items, lastPrintingId }: Awaited<typeof next> = await next;
      // While these are written, the database looks for the next.
      next = lastPrintingId === undefined ? undefined : pageAfter(lastPrintingId);
      // Whoever waits for it hears of its failure; nobody else has to.
      next?.catch(() => undefined);
      for (const item of items) addTo(arena, item);
    }
    return arena;
  }
}

function addTo(arena: AnswerArena<Counted>, item: Prediction): void {
  const signal = item.row?.signal ?? null;
  const reason = item.row?.reason ?? 'no_history';
  const { category } = item.card;
  const answer = toPredictionAnswer(item);
  const prediction = JSON.stringify(answer);
  const texts = [prediction, JSON.stringify(toPredictSignalAnswer(item, answer)), etagOf(prediction)];
  arena.add(item.card.cardId, texts, { key: `${signal} ${reason} ${category}`, label: { signal, reason, category } });
}
