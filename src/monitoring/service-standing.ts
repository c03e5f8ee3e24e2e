import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { type Game, LivePrices } from '../ingestion/index.js';
import { type Reading, StandingMetrics } from '../metrics/index.js';
import { codeVersion } from '../pipeline/index.js';
import { type PipelineStanding, StandingRepository } from './standing.repository.js';

const NONE: Readonly<Record<string, string>> = {};

/** Whether the service does its work: pipelines, sources, what waits to be sent, and the room there is. Cheap to ask. */
@Injectable()
export class ServiceStanding {
  constructor(
    private readonly standings: StandingRepository,
    private readonly live: LivePrices,
    private readonly metrics: StandingMetrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(games: readonly Game[], now: Date): Promise<void> {
    // As schedules have it: the simulated market rests once there is a real one.
    const isReal = games.some((game) => !game.isSimulated);
    this.metrics.set('isDaily', games.map((game) => ({ labels: { game: game.slug }, value: (game.isSimulated ? !isReal : this.live.isLive(game.slug)) ? 1 : 0 })));
    this.pipelines(await this.standings.pipelines(now));
    await this.sources(now);
    const queues = await this.standings.queues(now);
    this.metrics.set('backlog', queues.map(({ queue, items }) => ({ labels: { queue }, value: items })));
    this.metrics.set('oldestInBacklog', queues.map(({ queue, oldestSeconds }) => ({ labels: { queue }, value: oldestSeconds })));
    const open = new Map((await this.standings.openAlerts()).map(({ label, count }) => [label, count]));
    this.metrics.set('openAlerts', ['info', 'warning', 'critical'].map((severity) => ({ labels: { severity }, value: open.get(severity) ?? 0 })));
    this.metrics.set('databaseSize', [{ labels: NONE, value: await this.standings.databaseSizeBytes() }]);
    await this.disk();
    this.metrics.set('buildInfo', [{ labels: { version: codeVersion(), role: this.config.role }, value: 1 }]);
  }

  private pipelines(rows: readonly PipelineStanding[]): void {
    const games = (value: (row: PipelineStanding) => number | null): Reading[] =>
      rows.flatMap((row) => (value(row) === null ? [] : [{ labels: { pipeline: row.pipeline, game: row.game }, value: value(row) as number }]));
    this.metrics.set('pipelineLastSuccess', games((row) => row.lastSuccessSeconds));
    const evaluated = rows.filter((row) => row.pipeline === 'daily' && row.evaluatedThroughSeconds !== null);
    this.metrics.set('evaluatedThrough', evaluated.map((row) => ({ labels: { game: row.game }, value: row.evaluatedThroughSeconds as number })));
    const byPipeline = (value: (of: readonly PipelineStanding[]) => number): Reading[] =>
      [...new Set(rows.map((row) => row.pipeline))].map((pipeline) => ({ labels: { pipeline }, value: value(rows.filter((row) => row.pipeline === pipeline)) }));
    this.metrics.set('runsFailing', byPipeline((of) => of.filter((row) => row.isFailing).length));
    this.metrics.set('runsUnderWay', byPipeline((of) => of.reduce((sum, row) => sum + row.underWay, 0)));
    this.metrics.set('oldestRun', byPipeline((of) => Math.max(...of.map((row) => row.oldestAgeSeconds))));
  }

  private async sources(now: Date): Promise<void> {
    const nowSeconds = now.getTime() / 1_000;
    // One that is not asked any more is not late.
    const sources = (await this.standings.sources()).filter(({ source }) => this.live.slugs.includes(source));
    this.metrics.set('dataAge', sources.flatMap(({ source, newestDaySeconds: newest }) => (newest === null ? [] : [{ labels: { source }, value: nowSeconds - newest }])));
    this.metrics.set('sourceUp', sources.flatMap(({ source, hasFailed }) => (hasFailed === null ? [] : [{ labels: { source }, value: hasFailed ? 0 : 1 }])));
    const status = await this.live.status();
    this.metrics.set('creditsLimit', status.flatMap(({ slug, creditsPerDay }) => (creditsPerDay === undefined ? [] : [{ labels: { source: slug }, value: creditsPerDay }])));
  }

  private async disk(): Promise<void> {
    // A process that only serves may have no such folder.
    const volume = await statfs(this.config.database.dataDir).catch(() => undefined);
    this.metrics.set('diskFree', volume ? [{ labels: NONE, value: volume.bavail * volume.bsize }] : []);
    this.metrics.set('diskSize', volume ? [{ labels: NONE, value: volume.blocks * volume.bsize }] : []);
  }
}
