import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge } from 'prom-client';

const GAMES = 'pokewatch_drift_games';
const TRIGGERS = 'pokewatch_retrain_triggers_total';

export const driftMetricProviders = [
  makeGaugeProvider({ name: GAMES, help: 'Games by what the latest drift report says of a part', labelNames: ['part', 'verdict'] }),
  makeCounterProvider({ name: TRIGGERS, help: 'Trainings asked for out of turn', labelNames: ['reason', 'outcome'] }),
];

/** Whether the market has moved away from the models. Parts, verdicts and reasons are closed sets; games are counted, not named. */
@Injectable()
export class DriftMetrics {
  constructor(
    @InjectMetric(GAMES) private readonly games: Gauge<string>,
    @InjectMetric(TRIGGERS) private readonly triggers: Counter<string>,
  ) {}

  /** The whole picture: what is not in it is 0. */
  setGames(counts: readonly { part: string; verdict: string; games: number }[]): void {
    for (const part of ['inputs', 'predictions', 'skill']) {
      for (const verdict of ['drift', 'none', 'unknown']) {
        this.games.set({ part, verdict }, counts.find((one) => one.part === part && one.verdict === verdict)?.games ?? 0);
      }
    }
  }

  countTrigger(reason: string, outcome: 'open' | 'cooldown'): void {
    this.triggers.inc({ reason, outcome });
  }
}
