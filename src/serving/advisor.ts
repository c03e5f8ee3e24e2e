import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import type { FairValueRow } from '../modelling/index.js';
import type { Day } from '../shared/day.js';
import { DayMarket, type LatestPrice, toMarket } from './day-market.js';
import { advise, type Advice } from './domain/advice.js';
import type { CostProfile } from './domain/cost-profile.js';
import { costProfile, CUSTOM_PROFILE, type CustomCosts, customProfile } from './domain/cost-profiles.js';
import { netPolicyVersion } from './domain/net-policy.js';
import { type ModelName, ModelNames } from './model-names.js';
import { PolicyInForce } from './policy-in-force.js';
import { Predictions } from './predictions.js';

export interface AdviceQuestion {
  readonly cardId: string;
  /** The last evaluated day of the card's game, where nothing is said. */
  readonly day?: Day | undefined;
  /** The horizon the champion was judged on, where nothing is said. */
  readonly horizonDays?: number | undefined;
  /** The configured profile, where nothing is said. */
  readonly profileId?: string | undefined;
  /** Costs of the `custom` profile. */
  readonly custom: CustomCosts;
}

/** What to make of a card for somebody with costs and a horizon of their own. */
export interface CardAdvice {
  readonly card: CardSummary;
  readonly day: Day;
  readonly profile: CostProfile;
  readonly price: LatestPrice | undefined;
  /** Of the price, or of the fair value of a card without one. */
  readonly currency: string | null;
  readonly horizonDays: number | null;
  /** The horizons there is an estimate for. */
  readonly horizons: readonly number[];
  readonly fairValue: FairValueRow | undefined;
  readonly model: ModelName | null;
  readonly moveRatio: number;
  readonly advice: Advice;
  readonly policyVersion: string;
}

/** Advises on one card at a time, while somebody waits: who asks brings the costs along. */
@Injectable()
export class Advisor {
  constructor(
    private readonly predictions: Predictions,
    private readonly markets: DayMarket,
    private readonly modelNames: ModelNames,
    private readonly inForce: PolicyInForce,
  ) {}

  /** Throws UnknownCard, NoPrediction, or BadData for costs that cannot be used. */
  async advise(question: AdviceQuestion): Promise<CardAdvice> {
    const { card, day } = await this.predictions.place(question);
    const { price, currency, fairValues } = await this.markets.ofCard(card, day);
    const profile = this.profileOf(question, currency);
    const horizonDays = question.horizonDays ?? fairValues.horizonDays ?? null;
    const fairValue = fairValues.rows.find((row) => row.horizonDays === horizonDays);
    const policy = this.inForce.netPolicyFor(profile);
    return {
      card,
      day,
      profile,
      price,
      currency,
      horizonDays,
      horizons: fairValues.rows.map((row) => row.horizonDays),
      fairValue,
      model: await this.modelNames.of(fairValue?.modelVersionId),
      moveRatio: policy.moveRatio,
      advice: advise({ fairValue, market: price && toMarket(price) }, policy),
      policyVersion: netPolicyVersion(policy),
    };
  }

  private profileOf({ profileId, custom }: AdviceQuestion, currency: string | null): CostProfile {
    if (profileId === CUSTOM_PROFILE) return customProfile(custom, currency);
    return profileId === undefined ? this.inForce.profile : costProfile(profileId);
  }
}
