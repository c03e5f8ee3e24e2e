import { Injectable } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { Advisor, type CardAdvice } from './advisor.js';
import { CardDirectory } from './card-directory.js';
import type { CostProfile } from './domain/cost-profile.js';
import { costProfile } from './domain/cost-profiles.js';
import type { Reason } from './domain/reasons.js';
import { PolicyInForce } from './policy-in-force.js';
import { ModelNames } from './model-names.js';
import type { Prediction } from './predictions.js';
import { type SignalRow, SignalRepository } from './signal.repository.js';
import { type SignalCount, type TodayFilter, TodayRepository } from './today.repository.js';

/** Pieces of advice a list can be narrowed to: only cards that get a yes. */
export const ADVICE_KINDS = ['collection', 'flip', 'wait_before_selling'] as const;
export type AdviceKind = (typeof ADVICE_KINDS)[number];

export interface TodayQuestion extends Omit<TodayFilter, 'printingIds'> {
  readonly gameSlug?: string | undefined;
  readonly set?: string | undefined;
  readonly category?: string | undefined;
  /** Whose costs; the configured ones, where nothing is said. */
  readonly profileId?: string | undefined;
  readonly advice?: AdviceKind | undefined;
}

export interface TodayItem {
  readonly prediction: Prediction;
  /** Net of the costs asked for. */
  readonly advice: CardAdvice;
}

export interface TodayList {
  readonly game: Game;
  /** Undefined: the game has not been evaluated yet. */
  readonly day: Day | undefined;
  readonly profile: CostProfile;
  readonly counts: readonly SignalCount[];
  /** Why cards got no signal, the most frequent reason first. */
  readonly declined: readonly { reason: Reason; count: number }[];
  readonly items: readonly TodayItem[];
}

/** Advice is worked out one card at a time: of so many of the strongest signals, where it decides who is listed. */
const MAX_ADVISED = 60;
/** At once: a list must not take all connections. */
const ADVISED_AT_ONCE = 4;

/** What the list rests on beside its own day. */
@Injectable()
export class TodaySurroundings {
  constructor(
    readonly advisor: Advisor,
    readonly modelNames: ModelNames,
    readonly inForce: PolicyInForce,
  ) {}
}

/** What a person does today: the strongest signals of the last evaluated day, net of their costs. */
@Injectable()
export class Today {
  constructor(
    private readonly days: TodayRepository,
    private readonly signals: SignalRepository,
    private readonly directory: CardDirectory,
    private readonly surroundings: TodaySurroundings,
  ) {}

  /** Throws NotFound for a game that does not exist. */
  async list(question: TodayQuestion): Promise<TodayList> {
    const { inForce } = this.surroundings;
    const game = await this.directory.game(question.gameSlug);
    const profile = question.profileId === undefined ? inForce.profile : costProfile(question.profileId);
    const day = await this.signals.latestDay(game.id);
    if (day === undefined) return { game, day, profile, counts: [], declined: [], items: [] };
    const [counts, declined, rows] = await Promise.all([this.days.counts(game.id, day), this.signals.declined(game.id, { from: day, to: day }), this.strongest(game, day, question)]);
    const items = await this.advised(rows, profile);
    const wanted = question.advice === undefined ? items : items.filter((item) => adviceOf(item.advice, question.advice as AdviceKind) === 'yes');
    return { game, day, profile, counts, declined, items: wanted.slice(0, question.limit) };
  }

  private async strongest(game: Game, day: Day, question: TodayQuestion): Promise<SignalRow[]> {
    const { set, category, advice, limit } = question;
    const printingIds = set === undefined && category === undefined ? undefined : await this.directory.printingIdsOf(game, { set, category });
    return this.days.strongest(game.id, day, { ...question, printingIds, limit: advice === undefined ? limit : MAX_ADVISED });
  }

  private async advised(rows: readonly SignalRow[], profile: CostProfile): Promise<TodayItem[]> {
    const { advisor, modelNames, inForce } = this.surroundings;
    const cards = await this.directory.printings(rows.map((row) => row.printingId));
    const items: TodayItem[] = [];
    for (let start = 0; start < rows.length; start += ADVISED_AT_ONCE) {
      const some = rows.slice(start, start + ADVISED_AT_ONCE).flatMap((row) => {
        const card = cards.get(row.printingId);
        return card === undefined ? [] : [{ row, card }];
      });
      const done = some.map(async ({ row, card }) => ({
        prediction: { card, day: row.day, row, model: await modelNames.of(row.modelVersionId), policyVersion: inForce.version },
        advice: await advisor.advise({ cardId: card.cardId, day: row.day, profileId: profile.id, custom: {} }),
      }));
      items.push(...(await Promise.all(done)));
    }
    return items;
  }
}

function adviceOf({ advice }: CardAdvice, kind: AdviceKind) {
  return { collection: advice.collection, flip: advice.flip, wait_before_selling: advice.waitBeforeSelling }[kind].answer;
}
