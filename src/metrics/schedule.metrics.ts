import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge } from 'prom-client';

const LAST_FIRE = 'pokewatch_schedule_last_fire_timestamp_seconds';
const FIRES = 'pokewatch_schedule_fires_total';

export const scheduleMetricProviders = [
  makeGaugeProvider({ name: LAST_FIRE, help: 'When a schedule last began to fire', labelNames: ['schedule'] }),
  makeCounterProvider({ name: FIRES, help: 'Fires of schedules by how they ended', labelNames: ['outcome'] }),
];

/** When schedules fire. As many series as there are schedules: people make them, one by one. */
@Injectable()
export class ScheduleMetrics {
  constructor(
    @InjectMetric(LAST_FIRE) private readonly lastFire: Gauge<string>,
    @InjectMetric(FIRES) private readonly fires: Counter<string>,
  ) {}

  /** The whole picture: a schedule that is not in it is gone. */
  setLastFires(all: readonly { schedule: string; atSeconds: number }[]): void {
    this.lastFire.reset();
    for (const { schedule, atSeconds } of all) this.lastFire.set({ schedule }, atSeconds);
  }

  countFire(outcome: 'done' | 'failed' | 'skipped' | 'missed'): void {
    this.fires.inc({ outcome });
  }
}
