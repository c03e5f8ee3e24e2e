import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestGate } from '../auth/index.js';
import { ANSWER, PredictionBoard } from './prediction-board.js';

const BY_GET = '/v1/cards/:card_id/prediction';
const BY_POST = new Map<string, number>([
  ['/v1/predictions', ANSWER.prediction],
  ['/predict_signal', ANSWER.flat],
]);
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The short way of a request for one prediction: a plain question of a known caller about the last evaluated day is answered from memory before
 * guards, pipes and handlers are asked. Whatever is not plain (no key yet, used-up limit, another day, a field too many, an unknown card) goes
 * the ordinary way, which gives the same answer and every problem.
 */
@Injectable()
export class PredictionLane implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: RequestGate,
    private readonly board: PredictionBoard,
  ) {}

  onModuleInit(): void {
    // There is no HTTP server in the command line.
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'GET' && request.routeOptions.url === BY_GET) this.answer(request, reply, { which: ANSWER.prediction, asked: request.params, orElse: done });
      else done();
    });
    server.addHook('preValidation', (request, reply, done) => {
      const which = request.method === 'POST' ? BY_POST.get(request.routeOptions.url ?? '') : undefined;
      if (which === undefined) done();
      else this.answer(request, reply, { which, asked: request.body, orElse: done });
    });
  }

  private answer(request: FastifyRequest, reply: FastifyReply, { which, asked, orElse }: Asked): void {
    const question = plainQuestion(asked);
    if (question === undefined || !this.board.has(question.cardId, question.day)) return orElse();
    const send = (): void => void reply.type(JSON_TYPE).send(this.board.answer(question.cardId, question.day, which));
    if (!this.gate.isShared) return this.gate.admits(request, reply, 'read') ? send() : orElse();
    this.gate.admitsLater(request, reply, 'read').then(
      // Meanwhile another day may have come; then the ordinary way counts the request once more.
      (isAdmitted) => (isAdmitted && this.board.has(question.cardId, question.day) ? send() : orElse()),
      orElse,
    );
  }
}

interface Asked {
  readonly which: number;
  readonly asked: unknown;
  /** Goes the ordinary way. */
  readonly orElse: (error?: Error) => void;
}

/** `card_id`, and `date` or none: nothing else, and nothing that would have to be checked. */
function plainQuestion(asked: unknown): { cardId: string; day: string | undefined } | undefined {
  if (typeof asked !== 'object' || asked === null) return undefined;
  const { card_id: cardId, date, ...more } = asked as Record<string, unknown>;
  for (const _ in more) return undefined;
  if (typeof cardId !== 'string' || (date !== undefined && typeof date !== 'string')) return undefined;
  return { cardId, day: date };
}
