import { Inject, Injectable } from '@nestjs/common';
import { RuleEvaluation, SignalAnnouncer } from '../alerts/index.js';
import { NewSignals } from '../serving/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, dayOf } from '../shared/day.js';
import type { StageRequest } from '../shared/stage.js';

/** Days longer ago are made up for, and news to nobody. */
const NEWS_DAYS = 2;

/** Tells what is new, and what people wait for, after the signals of a day are written. */
@Injectable()
export class SignalAnnouncement {
  constructor(
    private readonly signals: NewSignals,
    private readonly announcer: SignalAnnouncer,
    private readonly rules: RuleEvaluation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A day that was told before is not told again, so that the stage can be repeated. */
  async after({ gameId, day, runId }: StageRequest): Promise<void> {
    if (day < addDays(dayOf(this.clock.now()), -NEWS_DAYS)) return;
    await this.rules.after({ gameId, day });
    if (!(await this.announcer.isHeard())) return;
    const found = await this.signals.of(gameId, day);
    const [first] = found;
    if (first === undefined) return;
    const signals = found.map(({ card, signal, marketPrice, fairValue, confidence }) => ({
      card_id: card.cardId,
      name: card.name,
      signal,
      market_price: marketPrice,
      fair_value: fairValue,
      confidence,
    }));
    await this.announcer.announce({ game: first.card.game, day, isSimulated: first.card.isSimulated, runId, signals });
  }
}
