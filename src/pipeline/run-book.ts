import { Injectable } from '@nestjs/common';
import { CatalogueReader, type Game } from '../ingestion/index.js';
import { type Day, parseDay } from '../shared/day.js';
import { BadData, NotFound } from '../shared/errors.js';
import type { Run, RunDetails, RunProvenanceAnswer, StageAttempt, StartedRun, StartRun } from './http/runs.dto.js';
import { Pipeline } from './pipeline.js';
import type { PipelineRun, StageRun } from './run.repository.js';
import type { RunProvenance } from './run-provenance.repository.js';
import { RunReader } from './run.reader.js';

/** What the HTTP API says and does about runs. */
@Injectable()
export class RunBook {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly runs: RunReader,
    private readonly catalogue: CatalogueReader,
  ) {}

  async start(request: StartRun, isTrainingForced: boolean): Promise<StartedRun> {
    const game = await this.game(request.game);
    const day = request.date === undefined ? await this.pipeline.dayFor(game) : parseDay(request.date);
    if (day === undefined) {
      throw new BadData(request.date === undefined ? `${game.slug} has no prices yet; import a file first.` : `date "${request.date}" is not a day; expected YYYY-MM-DD.`);
    }
    const { runId, isDone } = await this.pipeline.submit({ game, day, trigger: 'api', isTrainingForced });
    return { run_id: runId, is_started: !isDone };
  }

  async list(slug: string | undefined, limit: number): Promise<Run[]> {
    const gameId = slug === undefined ? undefined : (await this.game(slug)).id;
    const games = await this.gamesById();
    return (await this.runs.recent({ gameId, limit })).map((run) => toRun(run, games));
  }

  async details(runId: string): Promise<RunDetails> {
    const run = await this.runs.run(runId);
    if (!run) throw new NotFound(`There is no run "${runId}"; GET /v1/runs lists them.`);
    return { ...toRun(run, await this.gamesById()), provenance: toProvenance(await this.runs.provenanceOf(runId)), stages: (await this.runs.stagesOf(runId)).map(toAttempt) };
  }

  private async game(slug: string): Promise<Game> {
    const game = await this.catalogue.gameBySlug(slug);
    if (!game) throw new NotFound(`There is no game "${slug}"; GET /v1/games lists them.`);
    return game;
  }

  private async gamesById(): Promise<Map<number, Game>> {
    return new Map((await this.catalogue.games()).map((game) => [game.id, game]));
  }
}

function toRun(run: PipelineRun, games: ReadonlyMap<number, Game>): Run {
  const game = games.get(run.gameId);
  return {
    run_id: run.id,
    pipeline: run.pipeline,
    game: game?.slug ?? '',
    is_simulated: game?.isSimulated ?? false,
    date: run.day satisfies Day,
    trigger: run.trigger,
    state: run.state,
    error: run.error,
    started_at: run.startedAt.toISOString(),
    finished_at: run.finishedAt?.toISOString() ?? null,
    forked_from: run.forkedFrom,
    from_stage: run.fromStage,
  };
}

function toProvenance(provenance: RunProvenance | undefined): RunProvenanceAnswer | null {
  if (!provenance) return null;
  return { code_version: provenance.codeVersion, node_version: provenance.nodeVersion, known_at: provenance.knownAt.toISOString() };
}

function toAttempt(stage: StageRun): StageAttempt {
  return {
    stage: stage.stage,
    attempt: stage.attempt,
    state: stage.state,
    duration_ms: stage.durationMs,
    rows_written: stage.report?.written ?? null,
    counts: { ...stage.report?.counts },
    notes: [...(stage.report?.notes ?? [])],
    skipped: stage.report?.skipped ?? null,
    cached_from: stage.report?.cachedFrom ?? null,
    error: stage.error,
    started_at: stage.startedAt.toISOString(),
    heartbeat_at: stage.heartbeatAt?.toISOString() ?? null,
    timeout_ms: stage.timeoutMs,
  };
}
