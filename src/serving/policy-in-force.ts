import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { OutOfSampleRow } from '../modelling/index.js';
import { decide, type Policy, policyVersion, type Signal } from './domain/policy.js';

/** The policy this installation is configured with. */
@Injectable()
export class PolicyInForce {
  readonly policy: Policy;
  readonly version: string;
  /** How much a price has to move for a BUY or SELL to have been right, a fraction. */
  readonly moveRatio: number;

  constructor(@Inject(CONFIG) config: Config) {
    const { buyRatio, sellRatio, minConfidence, staleAfterDays, moveRatio } = config.policy;
    this.policy = { buyRatio, sellRatio, minConfidence, staleAfterDays, isIntervalAware: true };
    this.version = policyVersion(this.policy);
    this.moveRatio = moveRatio;
  }

  /** What the policy would have said to an out-of-sample estimate: the same `decide` that serves live. */
  readonly signalOf = (row: OutOfSampleRow): Signal | null => {
    const decision = decide(
      {
        fairValueCents: known(row.fairValueCents),
        lower80Cents: known(row.lower80Cents),
        upper80Cents: known(row.upper80Cents),
        upProbability: known(row.upProbability),
        downProbability: known(row.downProbability),
        reason: null,
      },
      Number.isNaN(row.marketCents) ? undefined : { cents: row.marketCents, ageDays: 0 },
      this.policy,
    );
    return decision.kind === 'signal' ? decision.signal : null;
  };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
