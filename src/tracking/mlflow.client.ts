import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import { type ClientGiver, OUTBOUND_CLIENTS, type OutboundClient, type OutboundRequest } from '../outbound/index.js';
import { ConfigError, Refused, TemporaryError } from '../shared/errors.js';
import type { HeldAlias } from './domain/aliases.js';
import { batchesOf, encodePath, RUN_KEY_TAG, type RunValues } from './domain/mlflow-values.js';
import { basicHeader, TRACKING_LIMITS } from './tracking-calls.js';

export interface MlflowRun {
  readonly runId: string;
  readonly artifactUri: string;
}

export interface NewRun {
  /** Kept in a tag, by which the run is found again. */
  readonly key: string;
  readonly name: string;
  readonly startedAt: Date;
  readonly tags: Readonly<Record<string, string>>;
}

export interface DatasetInput {
  readonly name: string;
  /** At most 36 characters. */
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly profile: string;
}

export interface NewVersion {
  readonly name: string;
  readonly run: MlflowRun;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
}

interface Call {
  readonly method?: OutboundRequest['method'];
  readonly body?: object;
  /** False where the same call again would make a second thing. */
  readonly isRepeatable?: boolean;
}

interface VersionAnswer {
  version: string;
  status?: string;
  status_message?: string;
  name: string;
}

const TIMEOUT_MS = 30_000;
const ARTIFACT_TIMEOUT_MS = 120_000;
const READY_POLLS = 5;
const READY_WAIT_MS = 200;
const PROXIED = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.+)$/;

/** Speaks MLflow's REST 2.0, which servers since 2.3 and those of DagsHub have in common. */
@Injectable()
export class MlflowClient {
  private readonly base: string;
  private readonly client: OutboundClient | undefined;
  private experimentId: Promise<string> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OUTBOUND_CLIENTS) clients: ClientGiver,
  ) {
    const { uri } = config.tracking.mlflow;
    this.base = `${(uri ?? '').replace(/\/+$/, '')}/api/2.0`;
    this.client = uri === undefined ? undefined : clients.for({ service: 'mlflow', limits: TRACKING_LIMITS, headers: authorization(config.tracking.mlflow) });
  }

  /** The run of that key; made where there is none, never twice: a create nobody knows the end of is looked for before it is tried again. */
  async ensureRun(run: NewRun): Promise<MlflowRun> {
    const experimentId = await this.experiment();
    const found = await this.post<{ runs?: { info: RunInfo }[] }>('runs/search', {
      experiment_ids: [experimentId],
      filter: `tags.${RUN_KEY_TAG} = '${run.key}'`,
      max_results: 1,
    });
    const first = found.runs?.[0];
    if (first) return toRun(first.info);
    const tags = Object.entries({ ...run.tags, [RUN_KEY_TAG]: run.key }).map(([key, value]) => ({ key, value }));
    const body = { experiment_id: experimentId, run_name: run.name, start_time: run.startedAt.getTime(), tags };
    return toRun((await this.call<{ run: { info: RunInfo } }>('runs/create', { method: 'POST', body, isRepeatable: false })).run.info);
  }

  async run(runId: string): Promise<MlflowRun> {
    return toRun((await this.call<{ run: { info: RunInfo } }>(`runs/get?run_id=${encodeURIComponent(runId)}`)).run.info);
  }

  /** Logged again, the same values are the same rows. */
  async log(runId: string, values: RunValues): Promise<void> {
    for (const batch of batchesOf(values)) await this.post('runs/log-batch', { run_id: runId, ...batch });
  }

  async logInput(runId: string, { name, digest, sourceType, source, profile }: DatasetInput): Promise<void> {
    const dataset = { name, digest, source_type: sourceType, source, profile };
    await this.post('runs/log-inputs', { run_id: runId, datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'training' }] }] });
  }

  async finish(runId: string, status: 'FINISHED' | 'FAILED', endedAt: Date): Promise<void> {
    await this.post('runs/update', { run_id: runId, status, end_time: endedAt.getTime() });
  }

  /** False where the run's artifacts are not kept behind the server: they can then only be written with credentials of the store. */
  takesArtifacts(run: MlflowRun): boolean {
    return PROXIED.test(run.artifactUri);
  }

  /** Writes one file of a run. Written again it is replaced. */
  async putArtifact(run: MlflowRun, path: string, bytes: Uint8Array): Promise<void> {
    const root = PROXIED.exec(run.artifactUri)?.[1];
    if (root === undefined) throw new ConfigError(`the artifacts of run ${run.runId} are at ${run.artifactUri}; expected mlflow-artifacts:/...`);
    const url = `${this.base}/mlflow-artifacts/artifacts/${encodePath(`${root}/${path}`)}`;
    await this.send({ url, method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' }, timeoutMs: ARTIFACT_TIMEOUT_MS });
  }

  async ensureRegisteredModel(name: string, description: string): Promise<void> {
    await this.call('registered-models/create', { method: 'POST', body: { name, description }, isRepeatable: false }).catch((error: unknown) => {
      if (errorCode(error) !== 'RESOURCE_ALREADY_EXISTS') throw error;
    });
  }

  /** The version made of a run, ready to be used; made where there is none. */
  async ensureVersion(version: NewVersion): Promise<string> {
    const { name, run, description } = version;
    const filter = encodeURIComponent(`run_id='${run.runId}'`);
    const found = await this.call<{ model_versions?: VersionAnswer[] }>(`model-versions/search?filter=${filter}&max_results=100`);
    const tags = Object.entries(version.tags).map(([key, value]) => ({ key, value }));
    const body = { name, source: `${run.artifactUri}/model`, run_id: run.runId, tags, description };
    const known = found.model_versions?.find((one) => one.name === name);
    const made = known ?? (await this.call<{ model_version: VersionAnswer }>('model-versions/create', { method: 'POST', body, isRepeatable: false })).model_version;
    await this.waitUntilReady(made);
    return String(made.version);
  }

  async aliases(name: string): Promise<HeldAlias[]> {
    const answer = await this.call<{ registered_model: { aliases?: { alias: string; version: string }[] } }>(`registered-models/get?name=${encodeURIComponent(name)}`);
    return (answer.registered_model.aliases ?? []).map(({ alias, version }) => ({ alias, version: String(version) }));
  }

  async setAlias(name: string, { alias, version }: HeldAlias): Promise<void> {
    await this.post('registered-models/alias', { name, alias, version });
  }

  async removeAlias(name: string, alias: string): Promise<void> {
    await this.call('registered-models/alias', { method: 'DELETE', body: { name, alias } });
  }

  private async waitUntilReady(made: VersionAnswer): Promise<void> {
    let answer = made;
    for (let poll = 0; answer.status === 'PENDING_REGISTRATION' && poll < READY_POLLS; poll++) {
      await wait(READY_WAIT_MS);
      const query = `name=${encodeURIComponent(made.name)}&version=${encodeURIComponent(String(made.version))}`;
      answer = (await this.call<{ model_version: VersionAnswer }>(`model-versions/get?${query}`)).model_version;
    }
    if (answer.status === 'PENDING_REGISTRATION') throw new TemporaryError(`MLflow is still registering version ${made.version} of ${made.name}`);
    if (answer.status === 'FAILED_REGISTRATION') {
      throw new Refused(`MLflow could not register version ${made.version} of ${made.name}: ${answer.status_message ?? 'no reason given'}`, 200, JSON.stringify(answer));
    }
  }

  /** The experiment's id: found, made, or brought back where it was deleted. Asked once; again after a refusal. */
  private async experiment(): Promise<string> {
    this.experimentId ??= this.findOrMakeExperiment();
    return this.experimentId.catch((error: unknown) => {
      this.experimentId = undefined;
      throw error;
    });
  }

  private async findOrMakeExperiment(): Promise<string> {
    const name = this.config.tracking.mlflow.experiment;
    const found = await this.experimentNamed(name);
    if (found) return this.restored(found);
    try {
      return String((await this.call<{ experiment_id: string }>('experiments/create', { method: 'POST', body: { name }, isRepeatable: false })).experiment_id);
    } catch (error) {
      // Somebody else was faster.
      const made = errorCode(error) === 'RESOURCE_ALREADY_EXISTS' ? await this.experimentNamed(name) : undefined;
      if (!made) throw error;
      return this.restored(made);
    }
  }

  private async experimentNamed(name: string): Promise<Experiment | undefined> {
    try {
      return (await this.call<{ experiment: Experiment }>(`experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`)).experiment;
    } catch (error) {
      if (errorCode(error) === 'RESOURCE_DOES_NOT_EXIST') return undefined;
      throw error;
    }
  }

  private async restored(experiment: Experiment): Promise<string> {
    if (experiment.lifecycle_stage === 'deleted') await this.post('experiments/restore', { experiment_id: experiment.experiment_id });
    return String(experiment.experiment_id);
  }

  private async post<T>(path: string, body: object): Promise<T> {
    return this.call<T>(path, { method: 'POST', body });
  }

  private async call<T>(path: string, { method = 'GET', body, isRepeatable = true }: Call = {}): Promise<T> {
    const content = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const answer = await this.send({ url: `${this.base}/mlflow/${path}`, method, ...content, isRepeatable, timeoutMs: TIMEOUT_MS });
    try {
      return JSON.parse(answer.toString('utf8') || '{}') as T;
    } catch {
      throw new ConfigError(`${this.base} does not answer in JSON. Expected an MLflow server at MLFLOW_TRACKING_URI.`);
    }
  }

  private async send(request: OutboundRequest): Promise<Buffer> {
    if (!this.client) throw new ConfigError('There is no client for MLflow: MLFLOW_TRACKING_URI is not set, or this build cannot call out.');
    try {
      const { status, body } = await this.client.request(request);
      if (status === 404) throw new Refused(`MLflow answers 404 to ${request.method ?? 'GET'} ${new URL(request.url).pathname}: ${body.toString('utf8').slice(0, 500)}`, 404, body.toString('utf8'));
      return body;
    } catch (error) {
      // The experiment may be gone: the next call asks again.
      if (error instanceof Refused) this.experimentId = undefined;
      throw error;
    }
  }
}

interface Experiment {
  experiment_id: string;
  lifecycle_stage?: string;
}

interface RunInfo {
  run_id: string;
  artifact_uri: string;
}

function toRun(info: RunInfo): MlflowRun {
  return { runId: info.run_id, artifactUri: info.artifact_uri.replace(/\/+$/, '') };
}

function authorization({ user, password, token }: Config['tracking']['mlflow']): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  return user === undefined ? {} : { authorization: basicHeader(user, password ?? '') };
}

/** MLflow's own name of what is wrong; undefined where the answer has none. */
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Refused)) return undefined;
  try {
    return (JSON.parse(error.answer) as { error_code?: string } | null)?.error_code;
  } catch {
    return undefined;
  }
}
