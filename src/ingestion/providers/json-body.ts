import type { z } from 'zod';
import { BadData, messageOf } from '../../shared/errors.js';
import { shownValue } from '../domain/accept-values.js';

/** The JSON of a body. Throws BadData that names the body where it is none. */
export function readJson(body: Uint8Array, name: string): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new BadData(`${name}: is not UTF-8 text; expected JSON.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadData(`${name}: is no JSON (${messageOf(error).replaceAll('\0', '\uFFFD')}; it begins with ${shownValue(text.slice(0, 60))}); expected JSON.`);
  }
}

/** The outer shape of a body. Throws BadData that names the body and every path that is not as expected. */
export function checkShape<T>(schema: z.ZodType<T>, json: unknown, name: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join('.') || 'the body';
    return `${path} is ${shownValue(valueAt(json, issue.path))} (${issue.message})`;
  });
  throw new BadData(`${name}: ${problems.join('; ')}.`);
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[key]), json);
}
