import { z } from 'zod';

const name = z.string().min(1).max(250).regex(/^[\w.\- /]+$/).refine((text) => !text.startsWith('/') && !text.split('/').some((part) => part === '..' || part === '.'));
const id = z.string().min(1);
const tag = z.strictObject({ key: name, value: z.string().max(5_000) });
const tags = z.array(tag).max(100);
const metric = z.strictObject({ key: name, value: z.number(), timestamp: z.int().min(1_000_000_000_000), step: z.int() });
const dataset = z.strictObject({ name: z.string().max(500), digest: z.string().min(1).max(36), source_type: id, source: id, schema: z.string().optional(), profile: z.string().optional() });

/** Every endpoint that may be used, with the body or query it takes and nothing else. */
export const MLFLOW_ENDPOINTS = {
  'GET experiments/get-by-name': z.strictObject({ experiment_name: id }),
  'POST experiments/create': z.strictObject({ name: id, tags: tags.optional() }),
  'POST experiments/restore': z.strictObject({ experiment_id: id }),
  'POST runs/create': z.strictObject({ experiment_id: id, run_name: id, start_time: z.int().min(1_000_000_000_000), tags }),
  'GET runs/get': z.strictObject({ run_id: id }),
  'POST runs/search': z.strictObject({ experiment_ids: z.array(id), filter: id, max_results: z.int().max(50_000) }),
  'POST runs/log-batch': z
    .strictObject({ run_id: id, metrics: z.array(metric).max(1_000), params: z.array(z.strictObject({ key: name, value: z.string().max(500) })).max(100), tags })
    .refine((batch) => batch.metrics.length + batch.params.length + batch.tags.length <= 1_000),
  'POST runs/log-inputs': z.strictObject({ run_id: id, datasets: z.array(z.strictObject({ dataset, tags })) }),
  'POST runs/update': z.strictObject({ run_id: id, status: z.enum(['FINISHED', 'FAILED', 'KILLED']), end_time: z.int().min(1_000_000_000_000) }),
  'POST registered-models/create': z.strictObject({ name, description: z.string() }),
  'GET registered-models/get': z.strictObject({ name }),
  'GET model-versions/search': z.strictObject({ filter: id, max_results: z.string() }),
  'POST model-versions/create': z.strictObject({ name, source: id, run_id: id, tags, description: z.string() }),
  'GET model-versions/get': z.strictObject({ name, version: z.string() }),
  'POST registered-models/alias': z.strictObject({ name, alias: z.string().regex(/^[\w-]{1,255}$/).refine((alias) => alias !== 'latest' && !/^v\d+$/.test(alias)), version: z.string().regex(/^\d+$/) }),
  'DELETE registered-models/alias': z.strictObject({ name, alias: id }),
} as const;

export type EndpointName = keyof typeof MLFLOW_ENDPOINTS;
