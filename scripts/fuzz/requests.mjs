// Requests made from an OpenAPI document: as it says, almost as it says, and as an attacker would.
import fc from 'fast-check';

const HOSTILE_TEXTS = [
  '', ' ', '\0', 'a\0b', '\ud800', '\u202e', '😀'.repeat(50), 'x'.repeat(300), 'x'.repeat(20_000), '../../etc/passwd', '%2e%2e%2f', '%', '%zz', "' OR 1=1 --", '"; DROP TABLE card; --',
  '<script>alert(1)</script>', '${jndi:ldap://x}', '{{7*7}}', '__proto__', 'constructor', 'null', 'undefined', 'NaN', '-1', '1e999', '9007199254740993', '99999999999999999999', '0x10', '1,2', '\r\nX-Evil: 1',
  '2025-02-30', '0000-00-00', '9999-12-31', '-2025-01-01', '+10000-01-01', '2025-06-30T00:00:00Z', '1000000-01-01', 'infinity', 'epoch', 'a|b|c', '||', '*', '_%', '\\', "'", '$1', 'ﬀ', 'İ',
];
const HOSTILE_NUMBERS = [0, -0, -1, 0.5, 1e21, -1e21, 1e308, 2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, Number.MIN_VALUE];
const HOSTILE_VALUES = [null, true, false, [], {}, [[]], [null], { a: 1 }, ...HOSTILE_NUMBERS, ...HOSTILE_TEXTS];
/** Written as they are: JSON.stringify would not. */
const HOSTILE_BODIES = [
  '', '{', 'null', '[]', '""', '0', 'true', '{}', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}', '{"a":1e999}', '{"a":"\\u0000"}', '\ufeff{}', '{"a":\n\n1}', "{'a':1}", '{"a":1,}',
  `${'['.repeat(40)}${']'.repeat(40)}`, '{"a":'.repeat(5_000), `{"a":"${'x'.repeat(100_000)}"}`, '[{"a":NaN}]', '\0', '{"a":1}{"a":1}',
];
const METHODS_WITH_BODY = new Set(['post', 'put', 'patch']);

/** All operations of a document. */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    ['get', 'post', 'put', 'patch', 'delete'].filter((method) => item[method]).map((method) => ({ id: item[method].operationId ?? `${method} ${path}`, method, path, ...item[method] })),
  );
}

/** An arbitrary of requests for one operation: `{ method, url, headers, body }`. `known` has values that exist, by the name of their field. */
export function requestsOf(document, operation, known) {
  const context = { document, known };
  const parameters = (operation.parameters ?? []).map((parameter) => fc.record({ parameter: fc.constant(parameter), value: parameterValue(context, parameter) }));
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  return fc
    .record({
      parameters: fc.tuple(...parameters),
      extra: seldom(12, fc.constantFrom('unknown=1', '__proto__=1', 'limit=1&limit=2', 'a[b]=1', '%00=1', '%', '=', '&&&')),
      body: schema === undefined ? strayBody(operation) : bodyOf(context, schema),
      contentType: seldom(25, fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded', 'nonsense', '')),
      key: seldom(25, fc.constantFrom('none', 'wrong', 'broken')),
    })
    .map((parts) => toRequest(operation, parts));
}

function toRequest(operation, { parameters, extra, body, contentType, key }) {
  const at = (place) => parameters.filter(({ parameter, value }) => parameter.in === place && value !== undefined);
  const path = at('path').reduce((text, { parameter, value }) => text.replace(`{${parameter.name}}`, () => encode(value)), operation.path);
  const query = [...at('query').map(({ parameter, value }) => `${parameter.name}=${encode(value)}`), ...(extra === null ? [] : [extra])].join('&');
  const headers = Object.fromEntries(at('header').map(({ parameter, value }) => [parameter.name.toLowerCase(), asHeader(value)]));
  if (body !== undefined) headers['content-type'] = contentType ?? 'application/json';
  return { method: operation.method.toUpperCase(), url: query === '' ? path : `${path}?${query}`, headers, body, key: key ?? 'good' };
}

function encode(value) {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  try {
    return encodeURIComponent(text);
  } catch {
    // Half of a surrogate pair has no encoding: as bytes that are no UTF-8.
    return '%ED%A0%80';
  }
}

const asHeader = (value) => String(value).replace(/[^\x20-\x7e]/g, '?').slice(0, 1_000);

function parameterValue(context, parameter) {
  const schema = parameter.schema ?? {};
  const valid = validValue(context, schema, parameter.name);
  const value = fc.oneof({ weight: 6, arbitrary: valid }, { weight: 2, arbitrary: nearlyValid(schema, valid) }, { weight: 2, arbitrary: hostile() });
  return parameter.required === true || parameter.in === 'path' ? value : fc.option(value, { nil: undefined, freq: 2 });
}

const hostile = () => fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.constantFrom(...HOSTILE_NUMBERS), fc.string({ unit: 'binary', maxLength: 40 }));

/** Null, and once in so many times what the arbitrary makes. */
const seldom = (times, arbitrary) => fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** A body where none is expected: mostly none. */
function strayBody(operation) {
  if (!METHODS_WITH_BODY.has(operation.method)) return fc.constant(undefined);
  return seldom(4, fc.constantFrom(...HOSTILE_BODIES)).map((body) => body ?? undefined);
}

function bodyOf(context, schema) {
  const valid = validValue(context, schema, 'body');
  return fc.oneof(
    { weight: 5, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: changed(valid).map((value) => JSON.stringify(value) ?? 'null') },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_BODIES) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
  );
}

/** A good value with one thing wrong: a member gone, one too many, or one that is something else. */
function changed(valid) {
  const wrong = fc.oneof(fc.constantFrom(...HOSTILE_VALUES), hostile());
  return fc.tuple(valid, fc.nat(), fc.constantFrom('drop', 'replace', 'add', 'deepen'), wrong).map(([value, at, how, other]) => change(value, { at, how, other }));
}

function change(value, { at, how, other }) {
  if (Array.isArray(value)) return value.length === 0 ? [other] : value.map((item, i) => (i === at % value.length ? change(item, { at: at >> 3, how, other }) : item));
  if (typeof value !== 'object' || value === null) return other;
  const names = Object.keys(value);
  const name = names[at % Math.max(1, names.length)];
  if (how === 'add' || name === undefined) return { ...value, unknown_field: other };
  if (how === 'drop') return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
  return { ...value, [name]: how === 'deepen' ? change(value[name], { at: at >> 3, how: 'replace', other }) : other };
}

/** Beside its bounds, or of another type that looks the same. */
function nearlyValid(schema, valid) {
  const numbers = [schema.minimum - 1, schema.maximum + 1, schema.minimum, schema.maximum, schema.minimum - 0.5].filter((each) => Number.isFinite(each));
  const texts = [schema.minLength - 1, schema.maxLength + 1].filter((each) => each >= 0).map((length) => 'x'.repeat(length));
  const shifted = valid.map((value) => (typeof value === 'number' ? value + 0.5 : `${String(value)}x`));
  const spaced = valid.map((value) => ` ${String(value)} `);
  return fc.oneof(shifted, spaced, valid.map((value) => String(value).toUpperCase()), ...(numbers.length + texts.length > 0 ? [fc.constantFrom(...numbers, ...texts)] : []));
}

function resolve({ document }, schema) {
  if (schema.$ref === undefined) return schema;
  return schema.$ref.slice(2).split('/').reduce((at, part) => at[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

/** What the document says a value may be. */
export function validValue(context, unresolved, name, depth = 0) {
  const schema = resolve(context, unresolved);
  const samples = samplesOf(schema);
  const known = (context.known.get(name) ?? []).filter((value) => fits(schema, value));
  const made = madeValue(context, schema, depth);
  const given = [...samples, ...known];
  if (schema.enum !== undefined || given.length === 0) return made;
  // What exists gets further than what was made up.
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...given) }, { weight: 1, arbitrary: made });
}

function samplesOf(schema) {
  if (schema.type === 'object' || schema.properties !== undefined) return [];
  const listed = Array.isArray(schema.examples) ? schema.examples : [];
  return [schema.example, schema.default, ...listed].filter((value) => value !== undefined && value !== null);
}

const typesOf = (schema) => [schema.type ?? []].flat();

function fits(schema, value) {
  const types = typesOf(schema);
  if (typeof value === 'number') return types.includes('number') || types.includes('integer');
  return types.includes('string') && typeof value === 'string';
}

function madeValue(context, schema, depth) {
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts !== undefined) return fc.oneof(...parts.map((part) => validValue(context, part, '', depth)));
  if (schema.allOf !== undefined) return fc.tuple(...schema.allOf.map((part) => validValue(context, part, '', depth))).map((all) => (all.length === 1 ? all[0] : Object.assign({}, ...all)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const types = typesOf(schema);
  return types.length === 0 ? fc.jsonValue({ maxDepth: 2 }) : fc.oneof(...types.map((type) => ofType(context, schema, { type, depth })));
}

function ofType(context, schema, { type, depth }) {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: Math.ceil(schema.minimum ?? 0), max: Math.floor(schema.maximum ?? 1_000) }),
        ...(type === 'number' && schema.multipleOf === undefined ? [fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000, noNaN: true })] : []),
      );
    case 'string':
      return textOf(schema);
    case 'array':
      return fc.array(depth > 4 ? fc.constant(null) : validValue(context, schema.items ?? {}, '', depth + 1), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 5, 5) });
    default:
      return objectOf(context, schema, depth);
  }
}

function textOf(schema) {
  if (schema.format === 'date') return fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (schema.format === 'date-time') return fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(schema.pattern));
    } catch {
      // A pattern that cannot be turned around: any text will do as almost right.
    }
  }
  const length = { minLength: schema.minLength ?? 0, maxLength: Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 30, 60)) };
  return fc.oneof(fc.string(length), fc.string({ unit: 'grapheme', ...length }));
}

function objectOf(context, schema, depth) {
  if (depth > 4) return fc.constant({});
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {}).map(([name, of]) => [name, validValue(context, of, name, depth + 1)]);
  return fc.record(Object.fromEntries(members), { requiredKeys: members.map(([name]) => name).filter((name) => required.has(name)) });
}
