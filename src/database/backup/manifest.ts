import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BadData, messageOf } from '../../shared/errors.js';

export const MANIFEST = 'manifest.json';
export const FORMAT = 1;

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

/** What a backup holds. Names end up in SQL, so they are checked like any other input. */
const manifestSchema = z.object({
  format: z.literal(FORMAT),
  createdAt: z.iso.datetime(),
  serverVersion: z.string(),
  migrations: z.array(z.string()).min(1),
  tables: z.array(z.object({ name, columns: z.array(name).min(1), file: z.string().regex(/^[a-z0-9_]+\.copy\.gz$/), rows: z.int().min(0), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  partitions: z.array(z.object({ name, of: name, bounds: z.string().regex(/^FOR VALUES FROM \('[\d-]+'\) TO \('[\d-]+'\)$|^DEFAULT$/) })),
  sequences: z.array(z.object({ name, lastValue: z.string().regex(/^\d+$/) })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableFile = Manifest['tables'][number];

/** @throws BadData where the folder holds no backup, or one that is not whole */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new BadData(`${folder} holds no whole backup: ${messageOf(error)}. Expected a folder that \`pokewatch backup\` has written.`);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new BadData(`${path} is not JSON: ${messageOf(error)}.`);
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadData(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}.`);
}
