/** What an MLflow server takes: https://mlflow.org/docs/latest/rest-api.html, section "Request Limits". */
export const MLFLOW_LIMITS = {
  nameCharacters: 250,
  /** Servers before 2.10 take 500 characters, later ones 6000: what fits in all of them. */
  paramCharacters: 500,
  tagCharacters: 5_000,
  metricsPerBatch: 1_000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entitiesPerBatch: 1_000,
  /** The server's limit is 1 MB for the whole body. */
  batchBytes: 900_000,
  digestCharacters: 36,
} as const;

/** Params that were cut to fit, by name. */
export const CUT_PARAMS_TAG = 'pokewatch.params_cut';
/** Params beyond the number that fits in one run, by name. */
export const LEFT_OUT_PARAMS_TAG = 'pokewatch.params_left_out';
/** Metrics that are not finite numbers (not known, infinite), by name. */
export const UNKNOWN_METRICS_TAG = 'pokewatch.metrics_not_known';
/** What a run is found again by. */
export const RUN_KEY_TAG = 'pokewatch.run_key';

export interface Pair {
  readonly key: string;
  readonly value: string;
}

export interface Metric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** What one run says of itself. */
export interface RunValues {
  readonly metrics: readonly Metric[];
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
}

/** What is to be logged, as it comes: any number of params of any length, numbers that may not be known. */
export interface RawRunValues {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, the same for all metrics: logged again they are the same rows. */
  readonly timestampMs: number;
}

/**
 * A name MLflow takes: letters, digits, `_ - . space` and `/` between parts, no part that is empty, `.` or `..`, at most 250
 * characters. Other characters become `_`. Throws nothing: an empty name becomes `_`.
 */
export function mlflowName(text: string): string {
  const parts = text
    .replaceAll(/[^\w.\- /]/g, '_')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (/^\.+$/.test(part) ? '_'.repeat(part.length) : part));
  return parts.join('/').slice(0, MLFLOW_LIMITS.nameCharacters).replace(/\/$/, '') || '_';
}

/** Makes values fit: names as MLflow takes them, long values cut, what is not finite left out; tags say which. */
export function fitRunValues(raw: RawRunValues): RunValues {
  const params = Object.entries(raw.params).map(([key, value]) => ({ key: mlflowName(key), value }));
  const kept = params.slice(0, MLFLOW_LIMITS.paramsPerBatch);
  const metrics = Object.entries(raw.metrics).map(([key, value]) => ({ key: mlflowName(key), value }));
  const notes = {
    [CUT_PARAMS_TAG]: kept.filter(({ value }) => value.length > MLFLOW_LIMITS.paramCharacters),
    [LEFT_OUT_PARAMS_TAG]: params.slice(MLFLOW_LIMITS.paramsPerBatch),
    [UNKNOWN_METRICS_TAG]: metrics.filter(({ value }) => !isKnown(value)),
  };
  const tags = [...Object.entries(raw.tags), ...Object.entries(notes).flatMap(([key, list]) => (list.length > 0 ? [[key, list.map((one) => one.key).join(', ')] as const] : []))];
  return {
    metrics: metrics.flatMap(({ key, value }) => (isKnown(value) ? [{ key, value, timestamp: raw.timestampMs, step: 0 }] : [])),
    params: kept.map(({ key, value }) => ({ key, value: cut(value, MLFLOW_LIMITS.paramCharacters) })),
    tags: tags.map(([key, value]) => ({ key: mlflowName(key), value: cut(value, MLFLOW_LIMITS.tagCharacters) })),
  };
}

/** Values in portions that one log-batch call takes: by number, and by bytes of the body. Params and tags come first. */
export function batchesOf(values: RunValues): RunValues[] {
  const items = [
    ...values.params.map((item) => ({ list: 'params' as const, item, limit: MLFLOW_LIMITS.paramsPerBatch })),
    ...values.tags.map((item) => ({ list: 'tags' as const, item, limit: MLFLOW_LIMITS.tagsPerBatch })),
    ...values.metrics.map((item) => ({ list: 'metrics' as const, item, limit: MLFLOW_LIMITS.metricsPerBatch })),
  ];
  const batches: { params: Pair[]; tags: Pair[]; metrics: Metric[] }[] = [];
  let bytes = 0;
  for (const { list, item, limit } of items) {
    // JSON escapes a character of up to 3 bytes in UTF-8 with at most 6.
    const size = 6 * (item.key.length + String(item.value).length) + 100;
    const last = batches.at(-1);
    const isFull = last === undefined || last[list].length >= limit || bytes + size > MLFLOW_LIMITS.batchBytes || countOf(last) >= MLFLOW_LIMITS.entitiesPerBatch;
    const batch = isFull ? { params: [], tags: [], metrics: [] } : last;
    if (isFull) batches.push(batch);
    bytes = (isFull ? 0 : bytes) + size;
    (batch[list] as (Pair | Metric)[]).push(item);
  }
  return batches;
}

/** Every number in a JSON value by its path (`a/b`), and null where a number is not known; text, lists and flags are no metrics. */
export function numbersOf(value: unknown, path = ''): Record<string, number | null> {
  if (typeof value === 'number' || value === null) return path === '' ? {} : { [path]: value };
  if (typeof value !== 'object' || value === undefined || Array.isArray(value)) return {};
  const inner = Object.entries(value as object).map(([name, child]) => numbersOf(child, path === '' ? name : `${path}/${name}`));
  return Object.assign({}, ...inner) as Record<string, number | null>;
}

/** A path as it stands in a URL: each part encoded by itself. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}

function countOf(batch: RunValues): number {
  return batch.params.length + batch.tags.length + batch.metrics.length;
}
