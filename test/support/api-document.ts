import { readFileSync } from 'node:fs';

export interface Schema {
  $ref?: string; type?: string | string[]; properties?: Record<string, Schema>; required?: string[]; items?: Schema; allOf?: Schema[];
  example?: unknown; default?: unknown; enum?: unknown[]; pattern?: string; format?: string; maximum?: number;
}
export interface Response { $ref?: string; description?: string; headers?: Record<string, unknown>; content?: Record<string, { schema?: Schema }> }
export interface Parameter { name: string; in: string; required?: boolean; example?: unknown; schema: Schema }
export interface Operation {
  operationId: string; method: string; path: string; security?: Record<string, string[]>[]; summary?: string; tags?: string[]; parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }; responses: Record<string, Response>;
}
export interface ApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
}

/** What is published; that it is also what is served is tested with the simulated market. */
export const publishedDocument = (): ApiDocument => JSON.parse(readFileSync('openapi.json', 'utf8')) as ApiDocument;

export const operationsIn = (document: ApiDocument): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })));

export function resolved(document: ApiDocument, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
}

/** What the document gives as an example of a value: its own, or one put together from its members. */
export function exampleOf(document: ApiDocument, unresolved: Schema): unknown {
  const schema = resolved(document, unresolved);
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf?.[0] !== undefined) return exampleOf(document, schema.allOf[0]);
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties).map(([name, member]) => [name, exampleOf(document, member)] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }
  if (schema.items !== undefined) {
    const item = exampleOf(document, schema.items);
    return item === undefined ? undefined : [item];
  }
  return schema.default ?? schema.enum?.[0];
}

export const exampleOfParameter = (document: ApiDocument, { example, schema }: Parameter): unknown => example ?? exampleOf(document, schema);
