import { describe, expect, it } from 'vitest';
import { escape, pointerOf, schemaCheck } from '../../scripts/fuzz/answers.mjs';
import { exampleOf, exampleOfParameter, operationsIn, publishedDocument, resolved, type Schema } from '../support/api-document.js';

const document = publishedDocument();
const operations = operationsIn(document);
const check = schemaCheck(document);
const schemas = Object.entries(document.components.schemas);
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const BY_LIMIT = 'the newest, as many as limit says';
/** Lists that are answered whole, and what keeps each of them short. */
const BOUNDED: Readonly<Record<string, string>> = {
  listKeys: 'keys are made by hand',
  listCostProfiles: 'a fixed set',
  listGames: 'a fixed set',
  listPrices: 'the days of one card, between from and to',
  listPredictions: 'the days of one card, between from and to',
  listOutcomes: 'the days of one card, between from and to',
  listModels: BY_LIMIT,
  listPromotions: 'one game and alias; somebody, or a gate, decides on each',
  listExperiments: BY_LIMIT,
  getDrift: 'the days of one game, between from and to',
  getTrackRecord: 'a few figures of each signal',
  listAlertChannels: 'channels are made by hand',
  listMyAlertChannels: 'ten at most',
  listAlerts: BY_LIMIT,
  listAlertMutes: 'mutes are made by hand, and end',
  listRuns: BY_LIMIT,
  listSources: 'a fixed set',
  listSchedules: 'schedules are made by hand',
  listFires: BY_LIMIT,
  trackingStatus: BY_LIMIT,
  listToday: 'the surest, as many as limit says',
  listSales: 'what one person wrote down by hand',
  searchCards: 'the best fits, as many as limit says',
};

/** Names that a standard gives: RateLimit header fields for HTTP calls them so. */
const STANDARD_NAMES = ['violated-policies'];

const goodAnswers = operations.flatMap(({ operationId, responses }) =>
  Object.entries(responses).filter(([status]) => status.startsWith('2')).map(([status, response]) => ({ name: `${operationId} ${status}`, operationId, response })),
);

/** Every object in a schema, with the way to it; what is referred to is visited under its own name. */
function objectsIn(schema: Schema, at: string): { at: string; schema: Schema }[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => objectsIn(member, `${at}.${name}`));
  const items = schema.items === undefined ? [] : objectsIn(schema.items, `${at}[]`);
  return [...(schema.properties === undefined ? [] : [{ at, schema }]), ...inside, ...items];
}
const objects = schemas.flatMap(([name, schema]) => objectsIn(schema, name));

describe('the document', () => {
  it('is OpenAPI 3.1, and gives each operation a name of its own', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.length).toBeGreaterThan(60);
    expect(ids.filter((id, i) => !/^[a-z][A-Za-z]+$/.test(id) || ids.indexOf(id) !== i)).toEqual([]);
  });

  it('says of every operation what it does, where it belongs and what it answers', () => {
    expect(operations.filter(({ summary, tags = [] }) => !summary || tags.length === 0).map(({ operationId }) => operationId)).toEqual([]);
    expect(new Set(goodAnswers.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const lacking = goodAnswers.filter(({ response }) => !response.description || Object.values(response.content ?? { none: {} }).some(({ schema }) => schema === undefined));
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  it('has an example of every parameter that is one', () => {
    const wrong = operations.flatMap((operation) =>
      (operation.parameters ?? []).flatMap((parameter, i) => {
        const example = exampleOfParameter(document, parameter);
        const fault = example === undefined ? 'has no example' : check(`${pointerOf(operation)}/parameters/${i}/schema`, example);
        return fault === undefined ? [] : [`${operation.operationId} ${parameter.name}: ${fault}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has an example of every body that is one', () => {
    const wrong = operations.flatMap((operation) =>
      Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { schema }]) => {
        const fault = check(`${pointerOf(operation)}/requestBody/content/${escape(type)}/schema`, exampleOf(document, schema));
        return fault === undefined ? [] : [`${operation.operationId}: ${fault}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('answers every error as the one problem', () => {
    const errors = operations.flatMap(({ operationId, responses }) => Object.entries(responses).filter(([status]) => /^[45]/.test(status)).map(([status, { content }]) => ({ name: `${operationId} ${status}`, content })));
    expect(errors.length).toBeGreaterThan(operations.length);
    expect(errors.filter(({ content }) => JSON.stringify(content) !== JSON.stringify(PROBLEM)).map(({ name }) => name)).toEqual([]);
    expect(operations.filter(({ responses }) => responses['default']?.$ref !== '#/components/responses/Unforeseen').map(({ operationId }) => operationId)).toEqual([]);
    expect(document.components.responses['Unforeseen']?.content).toEqual(PROBLEM);
  });

  it('says what a key sees when the server cannot take the request', () => {
    const limited = operations.filter(({ responses }) => '401' in responses);
    expect(limited.filter(({ responses }) => !('503' in responses)).map(({ operationId }) => operationId)).toEqual([]);
    const withBody = operations.filter(({ requestBody }) => requestBody !== undefined);
    expect(withBody.filter(({ responses }) => !('413' in responses && '415' in responses)).map(({ operationId }) => operationId)).toEqual([]);
  });

  it('names what can be read, so that it need not be sent twice', () => {
    const isRead = ({ method, security }: (typeof operations)[number]): boolean => method === 'get' && (security ?? []).some((way) => Object.values(way).some((scopes) => scopes.includes('read')));
    const reads = operations.filter(isRead);
    expect(reads.length).toBeGreaterThan(20);
    expect(reads.filter(({ responses, parameters = [] }) => !('ETag' in (responses['200']?.headers ?? {})) || !('304' in responses) || !parameters.some(({ name }) => name === 'If-None-Match')).map(({ operationId }) => operationId)).toEqual([]);
  });

  it('has pages of every list that grows', () => {
    const whole = goodAnswers.flatMap(({ operationId, response }) => {
      const { type, properties = {} } = resolved(document, response.content?.['application/json']?.schema ?? {});
      const isList = type === 'array' || properties['items']?.type === 'array';
      return isList && !('next_cursor' in properties) && operations.some((each) => each.operationId === operationId && each.method === 'get') ? [operationId] : [];
    });
    expect(whole.toSorted()).toEqual(Object.keys(BOUNDED).toSorted());
    const limited = operations.filter(({ operationId }) => BOUNDED[operationId] === BY_LIMIT);
    expect(limited.filter(({ parameters = [] }) => !parameters.some(({ name, schema }) => name === 'limit' && (schema.maximum ?? Infinity) <= 500)).map(({ operationId }) => operationId)).toEqual([]);
  });

  it('writes money as whole cents, a currency and a decimal', () => {
    const sums = objects.filter(({ schema }) => 'amount_minor' in (schema.properties ?? {}));
    expect(sums.length).toBeGreaterThan(0);
    for (const { at, schema } of sums) {
      expect(schema.required, at).toEqual(expect.arrayContaining(['amount_minor', 'currency', 'amount']));
      expect(schema.properties, at).toMatchObject({ amount_minor: { type: 'integer' }, currency: { type: 'string' }, amount: { type: 'string', pattern: expect.any(String) as string } });
    }
  });

  it('writes names in snake_case', () => {
    const names = objects.flatMap(({ at, schema }) => Object.keys(schema.properties ?? {}).map((name) => ({ at, name })));
    const parameters = operations.flatMap(({ operationId, parameters: all = [] }) => all.filter((each) => each.in !== 'header').map(({ name }) => ({ at: operationId, name })));
    expect([...names, ...parameters].filter(({ name }) => !/^[a-z][a-z0-9_]*$/.test(name) && !STANDARD_NAMES.includes(name))).toEqual([]);
  });

  it('says of every answer which members are always there', () => {
    const bodies = new Set(operations.flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}).map(({ schema }) => schema.$ref?.split('/').at(-1))));
    const answers = schemas.filter(([name, schema]) => schema.properties !== undefined && !bodies.has(name));
    expect(answers.length).toBeGreaterThan(80);
    expect(answers.filter(([, { required = [] }]) => required.length === 0).map(([name]) => name)).toEqual([]);
  });
});
