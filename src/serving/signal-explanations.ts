import { Injectable } from '@nestjs/common';
import { type SignalExplanation, SignalExplainer } from '../modelling/index.js';
import { PolicyInForce } from './policy-in-force.js';
import { type Prediction, type PredictionQuestion, Predictions } from './predictions.js';

/** What was said of a card, and why. */
export interface ExplainedPrediction {
  readonly prediction: Prediction;
  readonly explanation: SignalExplanation;
}

/** Explains one signal at a time, while somebody waits. */
@Injectable()
export class SignalExplanations {
  constructor(
    private readonly predictions: Predictions,
    private readonly explainer: SignalExplainer,
    private readonly inForce: PolicyInForce,
  ) {}

  /** Throws UnknownCard or NoPrediction. */
  async explain(question: PredictionQuestion): Promise<ExplainedPrediction> {
    const prediction = await this.predictions.predict(question);
    const { card, day } = prediction;
    const { minimumUpProbability, minimumDownProbability } = this.inForce.netPolicyFor(this.inForce.profile);
    const thresholds = { up: minimumUpProbability, down: minimumDownProbability };
    return { prediction, explanation: await this.explainer.explain({ gameId: card.gameId, printingId: card.printingId, day, thresholds }) };
  }
}
