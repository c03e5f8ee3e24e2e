import type { EndpointName } from './mlflow-endpoints.js';

interface Pair {
  key: string;
  value: string;
}

interface Metric {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}

export interface StoredRun {
  run_id: string;
  experiment_id: string;
  run_name: string;
  status: string;
  artifact_uri: string;
  start_time: number;
  end_time?: number;
  params: Map<string, string>;
  tags: Map<string, string>;
  metrics: Metric[];
  inputs: { dataset: { name: string; digest: string } }[];
}

export interface StoredVersion {
  name: string;
  version: string;
  status: string;
  source: string;
  run_id: string;
  tags: Pair[];
}

type Body = Record<string, string> & { metrics: Metric[]; params: Pair[]; tags: Pair[]; datasets: StoredRun['inputs']; start_time: number; end_time: number };
type Answer = { status: number; body: unknown };

const ok = (body: unknown = {}): Answer => ({ status: 200, body });
const missing = (message: string): Answer => ({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message } });
const exists = (message: string): Answer => ({ status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS', message } });

/** What an MLflow server remembers, by the rules it remembers it by. */
export class MlflowStore {
  readonly experiments: { experiment_id: string; name: string; lifecycle_stage: 'active' | 'deleted' }[] = [];
  readonly runs: StoredRun[] = [];
  readonly artifacts = new Map<string, Buffer>();
  readonly models = new Map<string, { aliases: Map<string, string> }>();
  readonly versions: StoredVersion[] = [];
  /** Where artifacts of new runs are. */
  artifactRoot = 'mlflow-artifacts:/';
  /** How many looks a new version needs until it is ready. */
  looksUntilReady = 1;
  private looks = 0;

  handle(endpoint: EndpointName, body: Body): Answer {
    return this.answers[endpoint](body);
  }

  runNamed(key: string): StoredRun | undefined {
    return this.runs.find((run) => run.tags.get('pokewatch.run_key') === key);
  }

  private readonly answers: Readonly<Record<EndpointName, (body: Body) => Answer>> = {
    'GET experiments/get-by-name': ({ experiment_name: name }) => {
      const experiment = this.experiments.find((one) => one.name === name);
      return experiment ? ok({ experiment }) : missing(`no experiment ${name ?? ''}`);
    },
    'POST experiments/create': ({ name = '' }) => {
      if (this.experiments.some((one) => one.name === name)) return exists(name);
      this.experiments.push({ experiment_id: String(this.experiments.length + 1), name, lifecycle_stage: 'active' });
      return ok({ experiment_id: String(this.experiments.length) });
    },
    'POST experiments/restore': ({ experiment_id: id }) => {
      const experiment = this.experiments.find((one) => one.experiment_id === id);
      if (!experiment) return missing('no experiment');
      experiment.lifecycle_stage = 'active';
      return ok();
    },
    'POST runs/create': (body) => this.createRun(body),
    'GET runs/get': ({ run_id: id }) => this.onRun(id, (run) => ok({ run: { info: infoOf(run) } })),
    'POST runs/search': ({ filter = '' }) => {
      const [, key, value] = /^tags\.(\S+) = '(.*)'$/.exec(filter) ?? [];
      return ok({ runs: this.runs.filter((run) => run.tags.get(key ?? '') === value).map((run) => ({ info: infoOf(run), data: {} })) });
    },
    'POST runs/log-batch': (body) => this.onRun(body.run_id, (run) => logBatch(run, body)),
    'POST runs/log-inputs': ({ run_id: id, datasets }) =>
      this.onRun(id, (run) => {
        run.inputs.push(...datasets.filter(({ dataset }) => !run.inputs.some((one) => one.dataset.digest === dataset.digest)));
        return ok();
      }),
    'POST runs/update': ({ run_id: id, status = '', end_time }) => this.onRun(id, (run) => ok({ run_info: infoOf(Object.assign(run, { status, end_time })) })),
    'POST registered-models/create': ({ name = '' }) => {
      if (this.models.has(name)) return exists(name);
      this.models.set(name, { aliases: new Map() });
      return ok({ registered_model: { name } });
    },
    'GET registered-models/get': ({ name = '' }) => {
      const model = this.models.get(name);
      if (!model) return missing(name);
      return ok({ registered_model: { name, aliases: [...model.aliases].map(([alias, version]) => ({ alias, version: Number(version) })) } });
    },
    'GET model-versions/search': ({ filter = '' }) => {
      const id = /^run_id='(.*)'$/.exec(filter)?.[1];
      return ok({ model_versions: this.versions.filter((one) => one.run_id === id) });
    },
    'POST model-versions/create': (body) => this.createVersion(body),
    'GET model-versions/get': ({ name, version }) => {
      const found = this.versions.find((one) => one.name === name && one.version === version);
      if (found && ++this.looks >= this.looksUntilReady) found.status = 'READY';
      return found ? ok({ model_version: found }) : missing('no version');
    },
    'POST registered-models/alias': ({ name = '', alias = '', version = '' }) => {
      if (!this.versions.some((one) => one.name === name && one.version === version)) return missing('no version');
      this.models.get(name)?.aliases.set(alias, version);
      return ok();
    },
    'DELETE registered-models/alias': ({ name = '', alias = '' }) => {
      this.models.get(name)?.aliases.delete(alias);
      return ok();
    },
  };

  private createRun({ experiment_id = '', run_name = '', start_time, tags }: Body): Answer {
    const run_id = `run-${this.runs.length + 1}`;
    const run = {
      run_id,
      experiment_id,
      run_name,
      start_time,
      status: 'RUNNING',
      artifact_uri: `${this.artifactRoot}${experiment_id}/${run_id}/artifacts`,
      params: new Map<string, string>(),
      tags: new Map(tags.map(({ key, value }) => [key, value] as const)),
      metrics: [],
      inputs: [],
    };
    this.runs.push(run);
    return ok({ run: { info: infoOf(run), data: {} } });
  }

  private createVersion({ name = '', source = '', run_id = '', tags }: Body): Answer {
    if (!this.models.has(name)) return missing(name);
    const version = { name, version: String(this.versions.filter((one) => one.name === name).length + 1), status: 'PENDING_REGISTRATION', source, run_id, tags };
    this.looks = 0;
    this.versions.push(version);
    return ok({ model_version: { ...version } });
  }

  private onRun(id: string | undefined, work: (run: StoredRun) => Answer): Answer {
    const run = this.runs.find((one) => one.run_id === id);
    return run ? work(run) : missing(`no run ${id ?? ''}`);
  }
}

function infoOf({ run_id, experiment_id, status, artifact_uri }: StoredRun) {
  return { run_id, experiment_id, status, artifact_uri };
}

/** Params never change; tags do; a metric that is the same row again is that row. */
function logBatch(run: StoredRun, { params, tags, metrics }: Body): Answer {
  for (const { key, value } of params) {
    if ((run.params.get(key) ?? value) !== value) return { status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE', message: `param ${key} is another` } };
    run.params.set(key, value);
  }
  for (const { key, value } of tags) run.tags.set(key, value);
  for (const metric of metrics) if (!run.metrics.some((one) => JSON.stringify(one) === JSON.stringify(metric))) run.metrics.push(metric);
  return { status: 200, body: {} };
}
