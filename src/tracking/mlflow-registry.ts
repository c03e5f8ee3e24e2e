import { Inject, Injectable } from '@nestjs/common';
import { ModelRegistry, type ModelVersion } from '../modelling/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { aliasChanges, type HeldAlias, wantedAliases } from './domain/aliases.js';
import { mlflowModelFolder } from './domain/mlflow-model-folder.js';
import { candidateKey, versionKey } from './domain/tracking-event.js';
import { MlflowClient, type MlflowRun } from './mlflow.client.js';
import { type Delivery, Spool } from './spool.js';
import { VersionContents } from './version-contents.js';

/** The note on a run whose server does not take artifacts itself. */
const NOT_UPLOADED_TAG = 'pokewatch.artifacts_not_uploaded';

/** Who has which alias today. */
@Injectable()
export class CurrentAliases {
  constructor(
    private readonly registry: ModelRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(gameId: number): Promise<{ alias: string; modelVersionId: number }[]> {
    return this.registry.holdersOn(gameId, dayOf(this.clock.now()));
  }
}

/** Model versions and aliases as MLflow sees them: one registered model per game. */
@Injectable()
export class MlflowRegistry {
  constructor(
    private readonly mlflow: MlflowClient,
    private readonly versions: VersionContents,
    private readonly aliases: CurrentAliases,
    private readonly spool: Spool,
  ) {}

  async sendVersion({ game, modelVersionId }: { readonly game: string; readonly modelVersionId: number }): Promise<Delivery> {
    const { version, content } = await this.versions.of(modelVersionId);
    const run = await this.mlflow.run(await this.spool.remoteIdOf(candidateKey(version.trainingRunId, version.name)));
    if (this.mlflow.takesArtifacts(run)) {
      for (const { path, text } of mlflowModelFolder({ runId: run.runId, createdAt: version.recordedAt, ...content })) {
        await this.mlflow.putArtifact(run, `model/${path}`, Buffer.from(text));
      }
    } else {
      const why = `the server keeps them at ${run.artifactUri}, not behind itself`;
      await this.mlflow.log(run.runId, { metrics: [], params: [], tags: [{ key: NOT_UPLOADED_TAG, value: why }] });
    }
    await this.mlflow.ensureRegisteredModel(registeredName(game), `Fair values of ${game}, by PokeWatch`);
    return { remoteId: await this.register(registeredName(game), version, run) };
  }

  /** Makes the aliases over there those of today; how they came to be so is told by our own log. */
  async sendAliases({ game, gameId }: { readonly game: string; readonly gameId: number }): Promise<Delivery> {
    const holders: HeldAlias[] = [];
    for (const { alias, modelVersionId } of await this.aliases.of(gameId)) {
      const version = await this.spool.remoteIdIfPublished(versionKey(modelVersionId));
      if (version !== undefined) holders.push({ alias, version });
    }
    const wanted = wantedAliases(holders);
    const changes = aliasChanges(wanted, await this.mlflow.aliases(registeredName(game)));
    for (const one of changes.set) await this.mlflow.setAlias(registeredName(game), one);
    for (const alias of changes.remove) await this.mlflow.removeAlias(registeredName(game), alias);
    return { remoteId: wanted.map(({ alias, version }) => `${alias} ${version}`).join(', ') };
  }

  private async register(name: string, version: ModelVersion, run: MlflowRun): Promise<string> {
    return this.mlflow.ensureVersion({
      name,
      run,
      description: `${version.name} v${version.version}, trained through ${version.trainedThrough}, ${version.horizonDays} days ahead`,
      tags: {
        'pokewatch.model_version_id': String(version.id),
        'pokewatch.model': version.name,
        'pokewatch.version': String(version.version),
        'pokewatch.gate': version.hasPassedGate ? 'passed' : 'failed',
        'pokewatch.trained_through': version.trainedThrough,
        'pokewatch.snapshot': version.snapshotHash ?? 'none',
      },
    });
  }
}

/** Aliases mean one version of a registered model, and ours mean one of a game: so each game is one registered model. */
function registeredName(game: string): string {
  return `pokewatch-${game}`;
}
