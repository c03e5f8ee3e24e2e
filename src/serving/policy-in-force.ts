import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { OutOfSampleRow, ReplayedSignal } from '../modelling/index.js';
import type { CostProfile } from './domain/cost-profile.js';
import { costProfile } from './domain/cost-profiles.js';
import type { PreviousSignal } from './domain/hysteresis.js';
import { decideNet, type Market, type NetPolicy, netPolicyVersion } from './domain/net-policy.js';
import { decide, type Decision, type FairValue, type Policy, policyVersion, type Signal, SIGNALS } from './domain/policy.js';
import type { SpikeDirection } from './domain/spike-confirmation.js';

/** What a decision is made on. */
export interface DecisionInput {
  readonly fairValue: FairValue | undefined;
  readonly market: Market | undefined;
  /** What the same policy said before; undefined where it said nothing. */
  readonly previous: PreviousSignal | undefined;
}

/** What a replay knows of a price beside its amount. */
export interface ReplayedPrice {
  readonly ageDays: number;
  readonly unconfirmedSpike: SpikeDirection | null;
}

/** The policy this installation is configured with: net of costs, or plain thresholds. */
@Injectable()
export class PolicyInForce {
  readonly version: string;
  /** All parameters, as a report shows them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How much a price has to move for a BUY or SELL to have been right, a fraction. */
  readonly moveRatio: number;
  readonly decide: (input: DecisionInput) => Decision;
  private readonly net: NetPolicy;

  constructor(@Inject(CONFIG) config: Config) {
    const { kind, costProfile: profileId, buyRatio, sellRatio, minConfidence, ...net } = config.policy;
    this.moveRatio = net.moveRatio;
    this.net = { ...net, profile: costProfile(profileId) };
    if (kind === 'net') {
      this.version = netPolicyVersion(this.net);
      this.settings = { kind, ...this.net };
      this.decide = ({ previous, ...today }) => decideNet(today, previous, this.net);
    } else {
      const threshold: Policy = { buyRatio, sellRatio, minConfidence, staleAfterDays: net.staleAfterDays, isIntervalAware: true };
      this.version = policyVersion(threshold);
      this.settings = { kind, ...threshold };
      this.decide = ({ fairValue, market }) => decide(fairValue, market, threshold);
    }
  }

  /** The configured cost profile. */
  get profile(): CostProfile {
    return this.net.profile;
  }

  /** A price worked out longer ago says nothing about a day. */
  get staleAfterDays(): number {
    return this.net.staleAfterDays;
  }

  /** The configured thresholds with somebody's own costs. */
  netPolicyFor(profile: CostProfile): NetPolicy {
    return { ...this.net, profile };
  }

  /** What the policy would have said to an out-of-sample estimate: the same `decide` that serves live. */
  readonly signalOf = (row: OutOfSampleRow, before: ReplayedSignal | undefined): Signal | null => {
    const decision = this.decideOutOfSample(row, before, { ageDays: 0, unconfirmedSpike: null });
    return decision.kind === 'signal' ? decision.signal : null;
  };

  /** As {@link signalOf}, with the confidence, and what is known of the row's price. */
  decideOutOfSample(row: OutOfSampleRow, before: ReplayedSignal | undefined, { ageDays, unconfirmedSpike }: ReplayedPrice): Decision {
    const signal = SIGNALS.find((each) => each === before?.signal);
    return this.decide({
      fairValue: {
        fairValueCents: known(row.fairValueCents),
        lower80Cents: known(row.lower80Cents),
        upper80Cents: known(row.upper80Cents),
        upProbability: known(row.upProbability),
        downProbability: known(row.downProbability),
        moveCurve: row.moveCurve ?? null,
        reason: null,
      },
      market: Number.isNaN(row.marketCents) ? undefined : { cents: row.marketCents, ageDays, lowCents: null, midCents: null, currency: null, doubts: { isSourceFrozen: false, isQuarantined: false, unconfirmedSpike } },
      previous: before && signal && { signal, heldDays: before.heldDays },
    });
  }
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
