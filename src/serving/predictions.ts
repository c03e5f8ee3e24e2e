import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import { PredictionMetrics } from '../metrics/index.js';
import type { Day } from '../shared/day.js';
import { NotFound, PokewatchError } from '../shared/errors.js';
import { CardDirectory, UnknownCard } from './card-directory.js';
import { type ModelName, ModelNames } from './model-names.js';
import { type SignalFilter, SignalRepository, type SignalRow } from './signal.repository.js';

export interface PredictionQuestion {
  readonly cardId: string;
  /** The last evaluated day of the card's game, where nothing is said. */
  readonly day?: Day | undefined;
}

/** What we say of one card on one day. */
export interface Prediction {
  readonly card: CardSummary;
  readonly day: Day;
  /** Undefined where the game was evaluated that day, but the card had neither a price nor an estimate. */
  readonly row: SignalRow | undefined;
  readonly model: ModelName | null;
  readonly policyVersion: string;
}

/** A day nobody has evaluated: not an answer without signal, but no answer. */
export class NoPrediction extends NotFound {
  override readonly code = 'no_prediction';
}

/** Looks up what was decided: signals are computed once a day by the pipeline, never while somebody waits. */
@Injectable()
export class Predictions {
  constructor(
    private readonly signals: SignalRepository,
    private readonly directory: CardDirectory,
    private readonly modelNames: ModelNames,
    private readonly metrics: PredictionMetrics,
  ) {}

  /** Throws {@link UnknownCard} or {@link NoPrediction}. */
  async predict(question: PredictionQuestion): Promise<Prediction> {
    return this.metrics.time(async () => {
      const card = await this.directory.card(question.cardId);
      const [answer] = await this.answer([question], new Map([[question.cardId, card]]));
      if (answer instanceof PokewatchError) throw answer;
      return answer as Prediction;
    });
  }

  /** The card and the evaluated day a question is about. Throws {@link UnknownCard} or {@link NoPrediction}. */
  async place(question: PredictionQuestion): Promise<Place> {
    const days = new EvaluatedDays(this.signals);
    const place = await days.place(await this.directory.card(question.cardId), question.day);
    if (place instanceof NoPrediction) throw place;
    const problem = await days.problemWith(place);
    if (problem) throw problem;
    return place;
  }

  /** What is served for a card on an evaluated day; undefined where the card had nothing to go by. */
  async saidOn({ card, day }: Place): Promise<SignalRow | undefined> {
    const [row] = await this.signals.at([{ printingId: card.printingId, day }]);
    return row;
  }

  /** One answer or error per question, in the order asked. */
  async predictMany(questions: readonly PredictionQuestion[]): Promise<(Prediction | PokewatchError)[]> {
    return this.metrics.time(async () => this.answer(questions, await this.directory.cards(questions.map((each) => each.cardId))));
  }

  /** What was said of one card, by day, ascending. */
  async history(card: CardSummary, range: { from: Day; to: Day }): Promise<Prediction[]> {
    const rows = await this.signals.history(card.printingId, range);
    return Promise.all(rows.map(async (row) => this.toPrediction(card, row.day, row)));
  }

  /** One page of a game's day; the printing to go on behind is undefined on the last page. */
  async feed(filter: SignalFilter): Promise<{ items: Prediction[]; lastPrintingId: number | undefined }> {
    const rows = await this.signals.feed({ ...filter, limit: filter.limit + 1 });
    const page = rows.slice(0, filter.limit);
    const cards = await this.directory.printings(page.map((row) => row.printingId));
    const items = await Promise.all(
      page.flatMap((row) => {
        const card = cards.get(row.printingId);
        return card ? [this.toPrediction(card, row.day, row)] : [];
      }),
    );
    return { items, lastPrintingId: rows.length > page.length ? page.at(-1)?.printingId : undefined };
  }

  /** The last day a game was evaluated; undefined before the first. */
  async latestDay(gameId: number): Promise<Day | undefined> {
    return this.signals.latestDay(gameId);
  }

  private async answer(questions: readonly PredictionQuestion[], cards: ReadonlyMap<string, CardSummary>): Promise<(Prediction | PokewatchError)[]> {
    const days = new EvaluatedDays(this.signals);
    const placed: (PokewatchError | Place)[] = [];
    for (const { cardId, day } of questions) {
      const card = cards.get(cardId);
      placed.push(card ? await days.place(card, day) : new UnknownCard(cardId));
    }
    const asked = placed.flatMap((place) => (place instanceof PokewatchError ? [] : [{ printingId: place.card.printingId, day: place.day }]));
    const rows = new Map((await this.signals.at(asked)).map((row) => [`${row.printingId} ${row.day}`, row]));
    const answers: (Prediction | PokewatchError)[] = [];
    for (const place of placed) {
      const answer = place instanceof PokewatchError ? place : await this.answerAt(place, rows.get(`${place.card.printingId} ${place.day}`), days);
      answers.push(this.counted(answer));
    }
    return answers;
  }

  private async answerAt(place: Place, row: SignalRow | undefined, days: EvaluatedDays): Promise<Prediction | NoPrediction> {
    const problem = row ? undefined : await days.problemWith(place);
    return problem ?? this.toPrediction(place.card, place.day, row);
  }

  private async toPrediction(card: CardSummary, day: Day, row: SignalRow | undefined): Promise<Prediction> {
    return { card, day, row, model: await this.modelNames.of(row?.modelVersionId), policyVersion: this.signals.policyVersion };
  }

  private counted(answer: Prediction | PokewatchError): Prediction | PokewatchError {
    if (answer instanceof PokewatchError) this.metrics.countWithheld(answer.code);
    else if (answer.row?.signal) this.metrics.countSignal(answer.row.signal, answer.card.category);
    else this.metrics.countWithheld(answer.row?.reason ?? 'no_history');
    return answer;
  }
}

/** A card on an evaluated day of its game. */
export interface Place {
  readonly card: CardSummary;
  readonly day: Day;
}

/** Which days were evaluated, asked once per game and day for all the questions of one request. */
class EvaluatedDays {
  private readonly latest = new Map<number, Promise<Day | undefined>>();
  private readonly evaluated = new Map<string, Promise<boolean>>();

  constructor(private readonly signals: SignalRepository) {}

  /** The day a question about a card means. */
  async place(card: CardSummary, wanted: Day | undefined): Promise<Place | NoPrediction> {
    const day = wanted ?? (await this.latestOf(card.gameId));
    return day === undefined ? new NoPrediction(`The game "${card.game}" has not been evaluated yet.`) : { card, day };
  }

  /** Why there is no row: nobody evaluated that day; undefined where somebody did, and the card had nothing to go by. */
  async problemWith({ card, day }: Place): Promise<NoPrediction | undefined> {
    const id = `${card.gameId} ${day}`;
    const known = this.evaluated.get(id) ?? this.signals.hasDay(card.gameId, day);
    this.evaluated.set(id, known);
    if (await known) return undefined;
    const latest = await this.latestOf(card.gameId);
    return new NoPrediction(
      latest === undefined
        ? `The game "${card.game}" has not been evaluated yet.`
        : `The game "${card.game}" was not evaluated on ${day}; the last evaluated day is ${latest}.`,
    );
  }

  private latestOf(gameId: number): Promise<Day | undefined> {
    const known = this.latest.get(gameId) ?? this.signals.latestDay(gameId);
    this.latest.set(gameId, known);
    return known;
  }
}
