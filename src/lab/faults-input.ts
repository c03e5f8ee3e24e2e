import { z } from 'zod';
import { type Day, parseDay } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { type Faults, LAB_PROVIDERS, type LabProvider, SHAPES } from './domain/lab-faults.js';

const day = z.string().refine((text) => parseDay(text) !== undefined, 'must be a day, YYYY-MM-DD').transform((text) => text as Day);
const productId = z.int().positive();

const faults = z.strictObject({
  status: z.int().min(400, 'must be a status from 400 to 599').max(599, 'must be a status from 400 to 599').optional(),
  limited: z.enum(['minute', 'daily']).optional(),
  hangs: z.boolean().optional(),
  trickleMs: z.number().min(1).max(600_000).optional(),
  truncated: z.enum(['body', 'connection']).optional(),
  failRatio: z.number().min(0).max(1).optional(),
  reshaped: z.enum(SHAPES).optional(),
  frozenOn: day.optional(),
  swapped: z.tuple([productId, productId]).optional(),
  hundredfold: productId.optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters, such as USD').optional(),
  calls: z.int().min(1).optional(),
  until: z.iso.datetime().optional(),
  path: z.string().min(1).optional(),
});
const provider = z.enum(LAB_PROVIDERS);
const PRICE_TRACKER_SHAPES: readonly string[] = SHAPES.slice(2);

/** Faults as they come from outside. @throws BadData that names the field, what was said and what would be accepted. */
export function readFaults(of: LabProvider, input: unknown): Faults {
  const read = parsed(faults, input);
  if (read.currency !== undefined && of !== 'tcgdex') throw new BadData(`currency "${read.currency}" for ${of}: only tcgdex says a currency; expected no currency.`);
  if (read.reshaped !== undefined && PRICE_TRACKER_SHAPES.includes(read.reshaped) && of !== 'pokemonpricetracker') {
    throw new BadData(`reshaped "${read.reshaped}" for ${of}: a shape of pokemonpricetracker; expected renamed or object.`);
  }
  return read;
}

/** @throws BadData for anything but the name of a source. */
export function readProvider(input: unknown): LabProvider {
  return parsed(provider, input, 'provider');
}

/** @throws BadData for anything but a day. */
export function readDay(input: unknown): Day {
  return parsed(day, input, 'day');
}

function parsed<T>(schema: z.ZodType<T>, input: unknown, name = 'faults'): T {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  throw new BadData(result.error.issues.map((issue) => `${[name, ...issue.path].join('.')} ${JSON.stringify(issue.input)}: ${issue.message}`).join('; '));
}
