import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { RequestGate } from '../auth/index.js';
import { openShortWay, type RawRequest, type RawResponse, requestIdOf, type ShortWay, TurnEnd } from '../http/index.js';
import { HttpMetrics } from '../metrics/index.js';
import { type ItemFrame, NO_FRAME } from './domain/answer-batch.js';
import { cardOfPath, plainBatchReader, type PlainQuestion, plainQuestion } from './domain/plain-question.js';
import { MAX_BATCH } from './http/prediction.dto.js';
import { ANSWER, PredictionBoard } from './prediction-board.js';

/** One call that it answers. */
interface Call {
  /** The questions of a path or a body; undefined where they are not plain. */
  read(text: string): readonly PlainQuestion[] | undefined;
  /** The answer to questions that are all about what is on the board. */
  answer(questions: readonly PlainQuestion[]): Buffer | undefined;
  observe(durationMs: number): void;
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
  private readonly byGet: Call;
  private readonly byPost: ReadonlyMap<string, Call>;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: RequestGate,
    private readonly board: PredictionBoard,
    private readonly metrics: HttpMetrics,
  ) {
    this.byGet = { ...this.single('/v1/cards/:card_id/prediction', ANSWER.prediction), read: questionOfPath, observe: metrics.observerOf({ route: '/v1/cards/:card_id/prediction', method: 'GET', status: 200 }) };
    this.byPost = new Map([
      ['/v1/predictions', this.single('/v1/predictions', ANSWER.prediction)],
      ['/predict_signal', this.single('/predict_signal', ANSWER.flat)],
      ['/v1/predictions/batch', this.batch('/v1/predictions/batch', { asked: 'items', answered: 'items', which: ANSWER.prediction, frame: BATCH_ITEM })],
      ['/batch_predict', this.batch('/batch_predict', { asked: 'cards', answered: 'predictions', which: ANSWER.flat, frame: NO_FRAME })],
    ]);
  }

  onModuleInit(): void {
    // There is no HTTP server in the command line.
    if (this.host.httpAdapter?.getType() === 'fastify') openShortWay(this.host.httpAdapter.getInstance<FastifyInstance>(), this);
  }

  isAbout(path: string): boolean {
    return this.byPost.has(path);
  }

  take(request: RawRequest, response: RawResponse, body: string | undefined, orElse: () => void): boolean {
    const began = performance.now();
    const { url = '', headers } = request;
    const call = body === undefined ? this.byGet : this.byPost.get(url);
    const questions = call?.read(body ?? url);
    if (call === undefined || questions === undefined || headers.accept?.includes(LINES_TYPE) || !this.hasAll(questions)) return false;
    const asked = { scope: 'read', items: questions } as const;
    const answer = (admission: string[]): void => {
      const bytes = call.answer(questions) as Buffer;
      admission.push('x-request-id', requestIdOf(headers), 'content-type', JSON_TYPE, 'content-length', String(bytes.length));
      this.turnEnd.send({ response, headers: admission, bytes });
      call.observe(performance.now() - began);
    };
    if (this.gate.isShared) {
      // Meanwhile another day may have come; then the ordinary way counts the request once more.
      this.gate.admitLater(headers, asked).then((admission) => (admission !== undefined && this.hasAll(questions) ? answer(admission) : orElse())).catch(orElse);
      return true;
    }
    const admission = this.gate.admit(headers, asked);
    if (admission !== undefined) answer(admission);
    return admission !== undefined;
  }

  private hasAll(questions: readonly PlainQuestion[]): boolean {
    return questions.every(({ cardId, day }) => this.board.has(cardId, day));
  }

  private observerOf(route: string): Call['observe'] {
    return this.metrics.observerOf({ route, method: 'POST', status: 200 });
  }

  private single(route: string, which: number): Call {
    return { observe: this.observerOf(route), read: questionOfBody, answer: ([one]) => this.board.answer((one as PlainQuestion).cardId, (one as PlainQuestion).day, which) };
  }

  private batch(route: string, { asked, answered, which, frame }: { asked: string; answered: string; which: number; frame: ItemFrame }): Call {
    const around = { before: `{"${answered}":[`, after: ']}' };
    return { observe: this.observerOf(route), read: plainBatchReader(asked, MAX_BATCH), answer: (questions) => this.board.answers(questions, { which, frame, around }) };
  }
}

function questionOfPath(path: string): readonly PlainQuestion[] | undefined {
  const cardId = cardOfPath(path);
  return cardId === undefined ? undefined : [{ cardId, day: undefined }];
}

function questionOfBody(body: string): readonly PlainQuestion[] | undefined {
  const question = plainQuestion(body);
  return question && [question];
}
