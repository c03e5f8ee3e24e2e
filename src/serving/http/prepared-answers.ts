import { Inject, Injectable } from '@nestjs/common';
import { toProblem } from '../../http/index.js';
import { CLOCK, type Clock } from '../../shared/clock.js';
import type { Day } from '../../shared/day.js';
import { PokewatchError } from '../../shared/errors.js';
import { RecentAnswers } from '../domain/recent-answers.js';
import { ANSWER, PredictionBoard } from '../prediction-board.js';
import { type Prediction, Predictions } from '../predictions.js';
import { SharedAnswers } from '../shared-answers.js';
import { type PredictionRequest, toPredictionAnswer } from './prediction.dto.js';
import { toPredictSignalAnswer } from './simple-prediction.dto.js';

/** Answers about days that are over: at most some 20 MB of them. */
const KEPT = { maxAnswers: 20_000, keepMs: 60_000 };

/** How the answers of a route are written. */
export type AnswerShape = keyof typeof ANSWER;

const TO_ANSWER: Readonly<Record<AnswerShape, (prediction: Prediction) => object>> = { prediction: toPredictionAnswer, flat: toPredictSignalAnswer };

/** Answers as JSON: from memory where they are about the last evaluated day, else looked up. */
@Injectable()
export class PreparedAnswers {
  private readonly recent = new RecentAnswers<object>(KEPT);

  constructor(
    private readonly board: PredictionBoard,
    private readonly predictions: Predictions,
    private readonly shared: SharedAnswers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws UnknownCard or NoPrediction. */
  async one({ card_id, date }: PredictionRequest, shape: AnswerShape): Promise<Buffer | object> {
    const known = this.board.answer(card_id, date, ANSWER[shape]);
    if (known !== undefined) return known;
    const lookUp = async (): Promise<object> => TO_ANSWER[shape](await this.predictions.predict({ cardId: card_id, day: date as Day | undefined }));
    // Of a card on no board nobody has said that its day will not change.
    if (date === undefined) return lookUp();
    const key = `${this.board.revision} ${shape} ${date} ${card_id}`;
    return this.recent.get(key, this.clock.now().getTime(), () => this.shared.get(key, lookUp));
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
