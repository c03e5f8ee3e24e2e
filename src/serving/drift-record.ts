import { Injectable } from '@nestjs/common';
import { DriftReader, type RetrainTrigger, type StoredDriftReport } from '../modelling/index.js';
import { addDays, type Day, daysBetween } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { CardDirectory } from './card-directory.js';

/** Days that are shown where nothing is said, and at most. */
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

export interface DriftRecord {
  readonly game: string;
  /** Both newest first. */
  readonly reports: readonly StoredDriftReport[];
  readonly triggers: readonly RetrainTrigger[];
}

/** What was found of the champions of a game, and the trainings asked for because of it. */
@Injectable()
export class DriftRecords {
  constructor(
    private readonly directory: CardDirectory,
    private readonly drift: DriftReader,
  ) {}

  async of(slug: string | undefined, span: { from?: Day | undefined; to?: Day | undefined }): Promise<DriftRecord> {
    const game = await this.directory.game(slug);
    const to = span.to ?? (await this.drift.lastDay(game.id));
    if (to === undefined) return { game: game.slug, reports: [], triggers: [] };
    const from = span.from ?? addDays(to, 1 - USUAL_DAYS);
    const days = daysBetween(from, to) + 1;
    if (days < 1 || days > MOST_DAYS) throw new BadData(`from is ${from} and to is ${to}: ${days} days; expected 1 to ${MOST_DAYS}.`);
    return { game: game.slug, ...(await this.drift.between(game.id, from, to)) };
  }
}
