import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderSchema } from '../../../scripts/client.mjs';

it('schema.ts is what openapi.json says', async () => {
  const made = await renderSchema(JSON.parse(readFileSync('openapi.json', 'utf8')));
  // Not toBe: a difference of two texts this long says less than what to do.
  expect(made === readFileSync('clients/typescript/src/schema.ts', 'utf8'), 'clients/typescript/src/schema.ts is stale: run `npm run client` and commit it').toBe(true);
}, 30_000);

it('follows the document: a field more is a type more', async () => {
  const document = (properties: object) => ({
    openapi: '3.1.0', info: { title: 't', version: '1' },
    paths: { '/a': { get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'object', properties } } } }, 404: { description: 'no' } } } } }, components: {},
  });
  expect(await renderSchema(document({ found: { type: 'string' } }))).toContain('found?: string');
  expect(await renderSchema(document({}))).not.toMatch(/found|404/);
}, 30_000);
