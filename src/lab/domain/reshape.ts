import type { Shape } from './lab-faults.js';

/** What can go wrong with the shape of a source's bodies. */
export interface ShapePlan {
  /** The field that holds the records; undefined where the body is the list. */
  readonly list?: string;
  /** Old name -> new name of fields, wherever they are. */
  readonly rename: Readonly<Record<string, string>>;
}

/** The body in another shape. `object`: the list of records becomes an object of numbered records. */
export function reshape(body: unknown, shape: Shape | undefined, plan: ShapePlan): unknown {
  if (shape === 'renamed') return renameFields(body, plan.rename);
  if (shape !== 'object') return body;
  if (plan.list === undefined) return Array.isArray(body) ? { ...body } : [body];
  const record = body as Readonly<Record<string, unknown>>;
  const list = record[plan.list];
  return { ...record, [plan.list]: Array.isArray(list) ? { ...list } : [list] };
}

function renameFields(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((each) => renameFields(each, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [names[name] ?? name, renameFields(each, names)]));
}
