import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { type Admission, ApiUsage, batchCost, RequestGate } from '../auth/index.js';
import { openShortWay, type RawRequest, type RawResponse, READ_CACHING, type RequestHeaders, requestIdOf, type ServerState, serverStateOf, type ShortWay, TurnEnd } from '../http/index.js';
import { CacheMetrics, HttpMetrics } from '../metrics/index.js';
import { type BatchForm, type ItemFrame, NO_FRAME } from './domain/answer-batch.js';
import { cardOfPath, plainBatchReader, type PlainQuestion, plainQuestion } from './domain/plain-question.js';
import { MAX_BATCH } from './http/prediction.dto.js';
import { ANSWER, PredictionBoard } from './prediction-board.js';

/** One call that it answers. */
interface Call {
  readonly route: string;
  /** The operationId it is counted under. */
  readonly operation: string;
  readonly isBatch: boolean;
  /** Whether the caller may keep the answer, by its entity tag. */
  readonly isKept: boolean;
  /** The questions of a path or a body; undefined where they are not plain. */
  read(text: string): readonly PlainQuestion[] | undefined;
  /** The answer to questions that are all about what is on the board. */
  answer(questions: readonly PlainQuestion[]): Buffer | undefined;
  observe(durationMs: number): void;
}

/** Whom the lane tells what it has answered. */
@Injectable()
export class LaneRecords {
  constructor(
    readonly metrics: HttpMetrics,
    readonly usage: ApiUsage,
    readonly caches: CacheMetrics,
  ) {}
}

const JSON_TYPE = 'application/json; charset=utf-8';
const LINES_TYPE = 'application/x-ndjson';
const BATCH_ITEM: ItemFrame = { before: '{"card_id":', isNamed: true, between: ',"prediction":', after: ',"problem":null}' };

/**
 * The short way of predictions: plain questions of a known caller about the last evaluated day are answered from memory, before the framework
 * sees the request. Whatever is not plain (no key yet, a limit used up, another day, a field too many, an unknown card, lines asked for) goes
 * the ordinary way, which gives the same answers, and every problem.
 */
@Injectable()
export class PredictionLane implements OnModuleInit, ShortWay {
  private readonly turnEnd = new TurnEnd();
  private state: ServerState;
  private readonly byGet: Call;
  private readonly byPost: ReadonlyMap<string, Call>;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: RequestGate,
    private readonly board: PredictionBoard,
    private readonly records: LaneRecords,
  ) {
    this.byGet = this.single({ route: '/v1/cards/:card_id/prediction', operation: 'getPrediction', method: 'GET' }, ANSWER.prediction);
    this.byPost = new Map([
      ['/v1/predictions', this.single({ route: '/v1/predictions', operation: 'createPrediction', method: 'POST' }, ANSWER.prediction)],
      ['/predict_signal', this.single({ route: '/predict_signal', operation: 'predictSignal', method: 'POST' }, ANSWER.flat)],
      ['/v1/predictions/batch', this.batch({ route: '/v1/predictions/batch', operation: 'createPredictionBatch', asked: 'items', answered: 'items' }, { which: ANSWER.prediction, frame: BATCH_ITEM })],
      ['/batch_predict', this.batch({ route: '/batch_predict', operation: 'batchPredict', asked: 'cards', answered: 'predictions' }, { which: ANSWER.flat, frame: NO_FRAME })],
    ]);
  }

  onModuleInit(): void {
    // There is no HTTP server in the command line.
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    this.state = serverStateOf(server);
    openShortWay(server, this);
  }

  isAbout(path: string): boolean {
    return this.byPost.has(path);
  }

  take(request: RawRequest, response: RawResponse, body: string | undefined): boolean | Promise<boolean> {
    const { url = '', headers } = request;
    const call = body === undefined ? this.byGet : this.byPost.get(url);
    const questions = call?.read(body ?? url);
    if (call === undefined || questions === undefined || isSpecial(headers)) return false;
    if (!this.isOnBoard(questions)) {
      this.records.caches.count('board', 'miss');
      return false;
    }
    const began = performance.now();
    const cost = call.isBatch ? batchCost(questions) : 1;
    if (this.gate.isShared) return this.takeLater({ request, response, call, questions, began }, cost);
    const admission = this.gate.admit(headers, 'read', cost);
    if (admission === undefined) return false;
    this.send({ request, response, call, questions, began }, admission);
    return true;
  }

  private async takeLater(asked: Asked, cost: number): Promise<boolean> {
    const admission = await this.gate.admitLater(asked.request.headers, 'read', cost);
    // Meanwhile another day may have come; then the ordinary way charges the request once more.
    if (admission === undefined || !this.isOnBoard(asked.questions)) return false;
    this.send(asked, admission);
    return true;
  }

  private isOnBoard(questions: readonly PlainQuestion[]): boolean {
    return questions.every(({ cardId, day }) => this.board.has(cardId, day));
  }

  private send({ request, response, call, questions, began }: Asked, { keyId, headers }: Admission): void {
    const bytes = call.answer(questions) as Buffer;
    this.records.caches.count('board', 'hit');
    if (call.isKept) headers.push('etag', this.board.etag((questions[0] as PlainQuestion).cardId) as string, 'cache-control', READ_CACHING);
    const requestId = requestIdOf(request.headers);
    headers.push('x-request-id', requestId, 'content-type', JSON_TYPE, 'content-length', String(bytes.length), ...this.state.dataHeaders);
    this.turnEnd.send({ response, headers, bytes });
    const durationMs = performance.now() - began;
    call.observe(durationMs);
    const log = this.state.requestLog;
    if (log?.isDue() === true) log.writeRaw(request, { route: call.route, requestId, bytes: bytes.length, durationMs });
    this.records.usage.count(keyId, call.operation, 200, call.isBatch ? questions.length : 0);
  }

  private single({ route, operation, method }: { route: string; operation: string; method: 'GET' | 'POST' }, which: number): Call {
    return {
      route,
      operation,
      isBatch: false,
      isKept: method === 'GET',
      read: method === 'GET' ? questionOfPath : questionOfBody,
      answer: ([one]) => this.board.answer((one as PlainQuestion).cardId, (one as PlainQuestion).day, which),
      observe: this.records.metrics.observerOf({ route, method, status: 200 }),
    };
  }

  private batch({ route, operation, asked, answered }: { route: string; operation: string; asked: string; answered: string }, form: Omit<BatchForm, 'around'>): Call {
    const whole = { ...form, around: { before: `{"${answered}":[`, after: ']}' } };
    return {
      route,
      operation,
      isBatch: true,
      isKept: false,
      read: plainBatchReader(asked, MAX_BATCH),
      answer: (questions) => this.board.answers(questions, whole),
      observe: this.records.metrics.observerOf({ route, method: 'POST', status: 200 }),
    };
  }
}

interface Asked {
  readonly request: RawRequest;
  readonly response: RawResponse;
  readonly call: Call;
  readonly questions: readonly PlainQuestion[];
  readonly began: number;
}

/** Whether another answer than the JSON of memory is asked for, lines or none. */
function isSpecial({ accept, 'if-none-match': kept }: RequestHeaders): boolean {
  return kept !== undefined || (accept?.includes(LINES_TYPE) ?? false);
}

function questionOfPath(path: string): readonly PlainQuestion[] | undefined {
  const cardId = cardOfPath(path);
  return cardId === undefined ? undefined : [{ cardId, day: undefined }];
}

function questionOfBody(body: string): readonly PlainQuestion[] | undefined {
  const question = plainQuestion(body);
  return question && [question];
}
