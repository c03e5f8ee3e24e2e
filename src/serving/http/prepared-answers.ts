import { Injectable } from '@nestjs/common';
import { toProblem } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { PokewatchError } from '../../shared/errors.js';
import { ANSWER, PredictionBoard } from '../prediction-board.js';
import { type Prediction, Predictions } from '../predictions.js';
import { type PredictionRequest, toPredictionAnswer } from './prediction.dto.js';
import { toPredictSignalAnswer } from './simple-prediction.dto.js';

/** How the answers of a route are written. */
export type AnswerShape = keyof typeof ANSWER;

const TO_ANSWER: Readonly<Record<AnswerShape, (prediction: Prediction) => object>> = { prediction: toPredictionAnswer, flat: toPredictSignalAnswer };

/** Answers as JSON: from memory where they are about the last evaluated day, else looked up. */
@Injectable()
export class PreparedAnswers {
  constructor(
    private readonly board: PredictionBoard,
    private readonly predictions: Predictions,
  ) {}

  /** Throws UnknownCard or NoPrediction. */
  async one(question: PredictionRequest, shape: AnswerShape): Promise<Buffer | object> {
    return (
      this.board.answer(question.card_id, question.date, ANSWER[shape]) ??
      TO_ANSWER[shape](await this.predictions.predict({ cardId: question.card_id, day: question.date as Day | undefined }))
    );
  }

  /** The JSON of an answer for each question, in their order, or of the problem it has; those that have to be looked up are looked up together. */
  async many(questions: readonly PredictionRequest[], shape: AnswerShape, requestId: string): Promise<PreparedItem[]> {
    const found = questions.map((one) => this.board.answer(one.card_id, one.date, ANSWER[shape]));
    const missing = questions.filter((_, i) => found[i] === undefined);
    const looked = missing.length === 0 ? [] : await this.predictions.predictMany(missing.map((one) => ({ cardId: one.card_id, day: one.date as Day | undefined })));
    let next = 0;
    return questions.map(({ card_id }, i) => {
      const known = found[i];
      if (known !== undefined) return { cardId: card_id, answer: known.toString() };
      const answer = looked[next++] as Prediction | PokewatchError;
      if (answer instanceof PokewatchError) return { cardId: card_id, problem: JSON.stringify(toProblem(answer, requestId)) };
      return { cardId: card_id, answer: JSON.stringify(TO_ANSWER[shape](answer)) };
    });
  }
}

/** One of a batch, as JSON. */
export type PreparedItem = { readonly cardId: string; readonly answer: string } | { readonly cardId: string; readonly problem: string };

/** As a `PredictionBatchItem`. */
export function toBatchItem(item: PreparedItem): string {
  const id = JSON.stringify(item.cardId);
  return 'answer' in item ? `{"card_id":${id},"prediction":${item.answer},"problem":null}` : `{"card_id":${id},"prediction":null,"problem":${item.problem}}`;
}

/** As a `BatchPredictItem`. */
export function toFlatItem(item: PreparedItem): string {
  return 'answer' in item ? item.answer : `{"card_id":${JSON.stringify(item.cardId)},"error":${item.problem}}`;
}
