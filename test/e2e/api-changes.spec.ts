import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentChanges } from '../../scripts/api-check/document-changes.mjs';
import { type ApiDocument, operationsIn, publishedDocument, type Schema } from '../support/api-document.js';

type Json = Record<string, unknown>;

const published = publishedDocument();
const operations = operationsIn(published);
const copy = (): ApiDocument => structuredClone(published);
/** The document as if it had one path only: quicker to compare. */
const only = (path: string): ApiDocument => structuredClone({ ...published, paths: { [path]: published.paths[path] ?? {} } });
const breaking = (before: unknown, after: unknown) => documentChanges(before, after).filter((change) => change.breaking);
const pathOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;

/** A document of one call that takes a body and answers one. */
function documentOf(sent: Json, answered: Json, operation: Json = {}): Json {
  const json = (schema: Json) => ({ content: { 'application/json': { schema } } });
  return { openapi: '3.1.0', paths: { '/v1/thing/{id}': { post: { operationId: 'thing', requestBody: json(sent), responses: { 200: json(answered) }, security: [{ api_key: ['read'] }], ...operation } } } };
}
const changesOf = (before: unknown, after: unknown) => documentChanges(before, after).map(({ pointer, what, breaking: breaks }) => `${breaks ? 'breaks' : 'fine'} ${pointer.replace('POST /v1/thing/{id}/', '')}: ${what}`);
const sent = (before: Json, after: Json) => changesOf(documentOf(before, {}), documentOf(after, {}));
const answered = (before: Json, after: Json) => changesOf(documentOf({}, before), documentOf({}, after));
const operation = (before: Json, after: Json) => changesOf(documentOf({}, {}, before), documentOf({}, {}, after));
const object = (properties: Json, more: Json = {}): Json => ({ type: 'object', properties, ...more });
const text = { type: 'string' };

/** Every schema of an answer with properties, by the way to it from the document's root. */
function objectsAnswered(document: ApiDocument): Schema[] {
  const found = new Set<Schema>();
  const visit = (schema: Schema | undefined): void => {
    if (schema === undefined || found.has(schema)) return;
    if (schema.$ref !== undefined) return visit(document.components.schemas[schema.$ref.split('/').at(-1) ?? '']);
    if (schema.properties !== undefined) found.add(schema);
    [...Object.values(schema.properties ?? {}), ...(schema.allOf ?? []), schema.items].forEach(visit);
  };
  for (const { responses } of operationsIn(document)) {
    for (const [status, { content = {} }] of Object.entries(responses)) if (status.startsWith('2')) Object.values(content).forEach(({ schema }) => visit(schema));
  }
  return [...found];
}
const answeredObjects = objectsAnswered(published).length;

describe('what changes of the published document', () => {
  it('is nothing, against itself', () => {
    expect(documentChanges(published, copy())).toEqual([]);
    expect(answeredObjects).toBeGreaterThan(80);
  });

  it('breaks where a call is taken away, and does not where one is added', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operations), (gone) => {
        const [whole, without] = [only(gone.path), only(gone.path)];
        delete without.paths[gone.path]?.[gone.method];
        expect(breaking(whole, without)).toEqual([{ pointer: pathOf(gone), what: 'is gone', breaking: true }]);
        expect(documentChanges(without, whole)).toEqual([{ pointer: pathOf(gone), what: 'is new', breaking: false }]);
      }),
    );
  });

  it('breaks where a field of an answer is taken away, and does not where one is added', () => {
    fc.assert(
      fc.property(fc.nat(answeredObjects - 1), fc.nat(), (which, member) => {
        const without = copy();
        const schema = objectsAnswered(without)[which] ?? {};
        const names = Object.keys(schema.properties ?? {});
        const name = names[member % names.length] ?? '';
        delete schema.properties?.[name];
        schema.required = schema.required?.filter((one) => one !== name);
        const changes = breaking(published, without);
        expect(changes.filter(({ pointer }) => pointer.includes('/response/')).map(({ pointer }) => pointer.split('/').at(-1))).toContain(name);
        // What is also sent with a request may be wanted there: only then does adding it break.
        expect(breaking(without, published).filter(({ pointer }) => pointer.includes('/response/'))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('breaks where an optional parameter is made to be required, and does not where one is added', () => {
    const optional = operations.flatMap((one) => (one.parameters ?? []).flatMap((parameter, i) => (parameter.required === true ? [] : [{ ...one, i, name: parameter.name }])));
    fc.assert(
      fc.property(fc.constantFrom(...optional), ({ path, method, i, name }) => {
        const [whole, changed] = [only(path), only(path)];
        const parameters = changed.paths[path]?.[method]?.parameters ?? [];
        parameters[i] = { ...(parameters[i] as NonNullable<(typeof parameters)[number]>), required: true };
        expect(breaking(whole, changed).map(({ what }) => what)).toEqual(['is required now']);
        expect(breaking(changed, whole)).toEqual([]);
        parameters.splice(i, 1);
        expect(breaking(whole, changed)).toHaveLength(1);
        expect(documentChanges(changed, whole).map(({ what, breaking: breaks }) => `${what} ${breaks}`), name).toEqual(['is new false']);
      }),
    );
  });
});

describe('what changes of a call', () => {
  it.each<[string, Json, Json, string[]]>([
    ['its name', {}, { operationId: 'other' }, ['breaks POST /v1/thing/{id}: operationId was thing, is other']],
    ['that it will go', {}, { deprecated: true }, ['fine POST /v1/thing/{id}: is deprecated']],
    ['that it needs a key it did not', { security: [{}] }, { security: [{ api_key: [] }] }, ['breaks security: no key is not enough any more: it takes api_key']],
    ['that it needs more', {}, { security: [{ api_key: ['write'] }] }, ['breaks security: api_key read is not enough any more: it takes api_key write']],
    ['that it needs less', { security: [{ api_key: ['admin'] }] }, {}, ['fine security: asks for less, or may be opened in another way']],
    ['another way in', {}, { security: [{ bearer: ['read'] }] }, ['breaks security: api_key read is not enough any more: it takes bearer read']],
    ['that it may have a body', { requestBody: undefined }, {}, ['fine request: may have a body']],
    ['that it must have a body', { requestBody: undefined }, { requestBody: { required: true, content: {} } }, ['breaks request: takes a body, which is required']],
    ['that it has none', {}, { requestBody: undefined }, ['breaks request: has no body any more']],
    ['another format of a body', {}, { requestBody: { content: { 'text/csv': {} } } }, ['breaks request/application~1json: is gone', 'fine request/text~1csv: is new']],
    ['the status of its answer', {}, { responses: { 201: {} } }, ['breaks response/200: is gone', 'fine response/201: is new']],
    ['an error less', { responses: { 200: {}, 409: {} } }, { responses: { 200: {} } }, ['fine response/409: is gone']],
    ['a header less', { responses: { 200: { headers: { ETag: {} } } } }, { responses: { 200: {} } }, ['breaks response/200/header/etag: is gone']],
    ['a parameter that is called otherwise', { parameters: [{ in: 'query', name: 'page', schema: text }] }, { parameters: [{ in: 'query', name: 'cursor', schema: text }] }, ['breaks query/page: is gone', 'fine query/cursor: is new']],
    ['a new parameter that must be there', {}, { parameters: [{ in: 'query', name: 'day', required: true, schema: text }] }, ['breaks query/day: is new, and required']],
  ])('%s', (_name, before, after, changes) => {
    expect(operation(before, after)).toEqual(changes);
  });

  it('is not the name of a parameter in the path', () => {
    const document = (path: string, name: string) => ({ paths: { [path]: { get: { operationId: 'thing', parameters: [{ in: 'path', name, required: true, schema: text }], responses: {} } } } });
    expect(documentChanges(document('/v1/thing/{id}', 'id'), document('/v1/thing/{thing_id}', 'thing_id'))).toEqual([]);
  });
});

describe('what changes of a schema', () => {
  const tree = { document: (schema: Json) => ({ ...documentOf({ $ref: '#/components/schemas/Tree' }, {}), components: { schemas: { Tree: object({ children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } }, label: schema }) } } }) };

  it.each<[string, Json, Json, 'fine' | 'breaks', 'fine' | 'breaks']>([
    ['a number instead of a whole one', { type: 'integer' }, { type: 'number' }, 'fine', 'breaks'],
    ['a whole number instead of one', { type: 'number' }, { type: 'integer' }, 'breaks', 'fine'],
    ['another type', text, { type: 'integer' }, 'breaks', 'breaks'],
    ['null, too', text, { type: ['string', 'null'] }, 'fine', 'breaks'],
    ['null no longer', { type: ['null', 'string'] }, text, 'breaks', 'fine'],
    ['null as another form', { allOf: [object({ a: text })] }, { anyOf: [object({ a: text }), { type: 'null' }] }, 'fine', 'breaks'],
    ['a form less', { oneOf: [text, { type: 'integer' }] }, { oneOf: [text] }, 'breaks', 'fine'],
    ['a value more', { enum: ['a'] }, { enum: ['a', 'b'] }, 'fine', 'fine'],
    ['a value less', { enum: ['a', 'b'] }, { enum: ['a'] }, 'breaks', 'fine'],
    ['certain values only', text, { type: 'string', enum: ['a'] }, 'breaks', 'fine'],
    ['any value', { enum: ['a'] }, {}, 'fine', 'fine'],
    ['a higher limit', { maximum: 10 }, { maximum: 20 }, 'fine', 'breaks'],
    ['a lower limit', { maxItems: 20 }, { maxItems: 10 }, 'breaks', 'fine'],
    ['a higher least', { minimum: 1 }, { minimum: 2 }, 'breaks', 'fine'],
    ['a first limit', {}, { maxLength: 10 }, 'breaks', 'fine'],
    ['no limit', { minLength: 1 }, {}, 'fine', 'breaks'],
    ['a pattern', text, { ...text, pattern: '^a' }, 'breaks', 'fine'],
    ['another pattern', { pattern: '^b' }, { pattern: '^a' }, 'breaks', 'breaks'],
    ['no format', { format: 'date' }, {}, 'fine', 'breaks'],
    ['another default', { default: 10 }, { default: 20 }, 'breaks', 'fine'],
    ['a new field', object({}), object({ a: text }), 'fine', 'fine'],
    ['a new field that is required', object({}), object({ a: text }, { required: ['a'] }), 'breaks', 'fine'],
    ['a field that is now required', object({ a: text }), object({ a: text }, { required: ['a'] }), 'breaks', 'fine'],
    ['a field that is now optional', object({ a: text }, { required: ['a'] }), object({ a: text }), 'fine', 'breaks'],
    ['a field less', object({ a: text }), object({}), 'breaks', 'breaks'],
    ['only the fields that are named', object({}), object({}, { additionalProperties: false }), 'breaks', 'fine'],
    ['other fields, too', object({}, { additionalProperties: false }), object({}), 'fine', 'fine'],
    ['other fields of another type', object({}, { additionalProperties: text }), object({}, { additionalProperties: { type: 'integer' } }), 'breaks', 'breaks'],
    ['items of another type', { type: 'array', items: text }, { type: 'array', items: { type: 'integer' } }, 'breaks', 'breaks'],
    ['a word nobody here knows', {}, { not: { type: 'string' } }, 'breaks', 'breaks'],
  ])('%s', (...[, before, after, whenSent, whenAnswered]) => {
    expect(new Set(sent(before, after).map((line) => line.split(' ')[0]))).toEqual(new Set([whenSent]));
    expect(new Set(answered(before, after).map((line) => line.split(' ')[0]))).toEqual(new Set([whenAnswered]));
    expect([...sent(before, before), ...answered(after, after)]).toEqual([]);
  });

  it('says where, with words alone told apart from meaning', () => {
    expect(answered(object({ list: { type: 'array', items: object({ 'a/b': text }) } }), object({ list: { type: 'array', items: object({ 'a/b': { type: 'integer' } }) } }))).toEqual(['breaks response/200/list/[]/a~1b: was string, is integer']);
    expect(sent({ description: 'one', example: 1 }, { description: 'two', example: 2 })).toEqual([]);
  });

  it('is found in one that contains itself', () => {
    expect(documentChanges(tree.document(text), tree.document({ type: 'integer' }))).toEqual([{ pointer: 'POST /v1/thing/{id}/request/label', what: 'was string, is integer', breaking: true }]);
  });

  it('is found behind a reference to a reference', () => {
    const document = (schema: Json) => ({ ...documentOf({ $ref: '#/components/schemas/One' }, {}), components: { schemas: { One: { $ref: '#/components/schemas/Other' }, Other: schema } } });
    expect(documentChanges(document(text), document({ type: 'integer' })).map(({ what }) => what)).toEqual(['was string, is integer']);
  });

  it('of nowhere is an error', () => {
    expect(() => sent({ $ref: '#/components/schemas/Nothing' }, {})).toThrow('#/components/schemas/Nothing leads nowhere');
  });
});
