import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import { NotFound } from '../shared/errors.js';
import { CardDirectory } from './card-directory.js';
import { parseSignalId, toSignalId } from './domain/signal-id.js';
import { PolicyInForce } from './policy-in-force.js';
import { type PredictionQuestion, Predictions } from './predictions.js';
import { type RecordedSignalRow, SignalRepository } from './signal.repository.js';

/** A signal as it was recorded. */
export interface SignalRecord {
  readonly id: string;
  readonly card: CardSummary;
  readonly row: RecordedSignalRow;
  /** All parameters of its policy; null where that is not the policy in force: only its version is kept. */
  readonly policySettings: Readonly<Record<string, unknown>> | null;
}

export class UnknownSignal extends NotFound {
  override readonly code = 'unknown_signal';
}

/** Finds single signals, by id or by card and day, with who wrote them. */
@Injectable()
export class SignalRecords {
  constructor(
    private readonly signals: SignalRepository,
    private readonly directory: CardDirectory,
    private readonly predictions: Predictions,
    private readonly inForce: PolicyInForce,
  ) {}

  /** Throws {@link UnknownSignal}. */
  async byId(id: string): Promise<SignalRecord> {
    const key = parseSignalId(id);
    const row = key && (await this.signals.recorded(key));
    const card = row && (await this.directory.printings([row.printingId])).get(row.printingId);
    if (!row || !card) {
      const hint = key ? 'GET /v1/signals lists them with their `signal_id`.' : 'Expected <printing>-<day>-<policy>, such as 4711-2025-06-30-net-1f2e3d4c, as `signal_id` in GET /v1/signals.';
      throw new UnknownSignal(`There is no signal "${id}". ${hint}`);
    }
    return { id: toSignalId(row), card, row, policySettings: row.policyVersion === this.inForce.version ? this.inForce.settings : null };
  }

  /** The signal that is served of a card on a day. Throws UnknownCard, NoPrediction or {@link UnknownSignal}. */
  async served(question: PredictionQuestion): Promise<SignalRecord> {
    const { card, day } = await this.predictions.place(question);
    const [row] = await this.signals.at([{ printingId: card.printingId, day }]);
    if (!row) throw new UnknownSignal(`The card "${card.cardId}" had neither a price nor an estimate on ${day}: nothing was said of it.`);
    return this.byId(toSignalId(row));
  }
}
