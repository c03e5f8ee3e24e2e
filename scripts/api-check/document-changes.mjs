// What the difference of two OpenAPI documents means to those who call the API.
import { escaped, schemaChanges } from './schema-changes.mjs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];
/** Who may do more may do less, too. */
const SCOPES = ['read', 'write', 'admin'];

/**
 * Compares two OpenAPI 3.1 documents.
 *
 * @returns what changed: `{ pointer, what, breaking }[]`; pointer as in `GET /v1/cards/{card_id}/response/200/set`.
 */
export function documentChanges(from, to) {
  const before = operationsOf(from);
  const after = operationsOf(to);
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, { pointer }]) => change(pointer, 'is gone', true));
  const added = [...after].filter(([key]) => !before.has(key)).map(([, { pointer }]) => change(pointer, 'is new', false));
  const known = new Map();
  const kept = [...before].flatMap(([key, one]) => {
    const other = after.get(key);
    return other === undefined ? [] : operationChanges({ document: from, known, ...one }, { document: to, ...other });
  });
  // A field that many calls answer is said once for each: that is what those who call will meet.
  return [...gone, ...added, ...kept];
}

/** By method and path, whatever the path's parameters are called. */
function operationsOf(document) {
  const found = new Map();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((name) => item[name] !== undefined)) {
      const operation = { ...item[method], parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])], security: item[method].security ?? document.security };
      found.set(`${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`, { pointer: `${method.toUpperCase()} ${path}`, operation });
    }
  }
  return found;
}

function operationChanges(from, to) {
  const { pointer } = from;
  const renamed = from.operation.operationId === to.operation.operationId ? [] : [change(pointer, `operationId was ${from.operation.operationId}, is ${to.operation.operationId}`, true)];
  const deprecated = !from.operation.deprecated && to.operation.deprecated ? [change(pointer, 'is deprecated', false)] : [];
  return [...renamed, ...deprecated, ...securityChanges(from, to), ...parameterChanges(from, to), ...bodyChanges(from, to), ...responseChanges(from, to)];
}

/** Each way in must still be one: the same kind of key, with no scope that it did not need. */
function securityChanges({ pointer, operation: before }, { operation: after }) {
  const [had, has] = [before.security ?? [{}], after.security ?? [{}]];
  const rank = (scopes) => Math.max(-1, ...scopes.map((scope) => SCOPES.indexOf(scope)));
  const isEnough = (old, now) => now.every((scope) => old.includes(scope) || (SCOPES.includes(scope) && SCOPES.indexOf(scope) <= rank(old)));
  const opens = (one, other) => Object.entries(other).every(([scheme, scopes]) => one[scheme] !== undefined && isEnough(one[scheme], scopes));
  if (JSON.stringify(had) === JSON.stringify(has)) return [];
  const shut = had.filter((one) => !has.some((other) => opens(one, other)));
  if (shut.length === 0) return [change(`${pointer}/security`, 'asks for less, or may be opened in another way', false)];
  return shut.map((one) => change(`${pointer}/security`, `${named(one)} is not enough any more: it takes ${has.map(named).join(', or ')}`, true));
}

function named(requirement) {
  const parts = Object.entries(requirement).map(([scheme, scopes]) => [scheme, ...scopes].join(' '));
  return parts.length === 0 ? 'no key' : parts.join(' and ');
}

function parameterChanges(from, to) {
  const before = parametersOf(from);
  const after = parametersOf(to);
  const at = (key) => `${from.pointer}/${key}`;
  const gone = [...before.keys()].filter((key) => !after.has(key)).map((key) => change(at(key), 'is gone', true));
  const added = [...after].filter(([key]) => !before.has(key)).map(([key, { required }]) => change(at(key), required ? 'is new, and required' : 'is new', required === true));
  const kept = [...before].filter(([key]) => after.has(key)).flatMap(([key, one]) => {
    const other = after.get(key);
    const required = Boolean(one.required) === Boolean(other.required) ? [] : [change(at(key), other.required ? 'is required now' : 'is optional now', other.required === true)];
    const style = ['style', 'explode'].filter((name) => one[name] !== other[name]).map((name) => change(at(key), `${name} was ${one[name]}, is ${other[name]}`, true));
    return [...required, ...style, ...schemaChanges({ document: from.document, schema: one.schema }, { document: to.document, schema: other.schema }, { direction: 'request', pointer: at(key), known: from.known })];
  });
  return [...gone, ...added, ...kept];
}

/** By where and what they are; those of a path by their place, as their names are nobody's business. */
function parametersOf({ document, pointer, operation }) {
  const places = [...pointer.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  return new Map(operation.parameters.map((parameter) => {
    const found = resolved(document, parameter);
    const name = found.in === 'path' ? places.indexOf(found.name) + 1 : found.in === 'header' ? found.name.toLowerCase() : escaped(found.name);
    return [`${found.in}/${name}`, found];
  }));
}

function bodyChanges(from, to) {
  const at = `${from.pointer}/request`;
  const before = resolved(from.document, from.operation.requestBody);
  const after = resolved(to.document, to.operation.requestBody);
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [change(at, after.required ? 'takes a body, which is required' : 'may have a body', after.required === true)];
  if (after === undefined) return [change(at, 'has no body any more', true)];
  const required = !before.required && after.required ? [change(at, 'must have a body now', true)] : [];
  return [...required, ...contentChanges({ ...from, content: before.content }, { ...to, content: after.content }, { direction: 'request', pointer: at })];
}

function responseChanges(from, to) {
  const [had, has] = [from.operation.responses, to.operation.responses];
  const at = (status) => `${from.pointer}/response/${status}`;
  const gone = Object.keys(had).filter((status) => has[status] === undefined).map((status) => change(at(status), 'is gone', status.startsWith('2')));
  const added = Object.keys(has).filter((status) => had[status] === undefined).map((status) => change(at(status), 'is new', false));
  const kept = Object.keys(had).filter((status) => has[status] !== undefined).flatMap((status) => {
    const before = resolved(from.document, had[status]);
    const after = resolved(to.document, has[status]);
    const headers = Object.keys(before.headers ?? {}).filter((name) => after.headers?.[name] === undefined).map((name) => change(`${at(status)}/header/${name.toLowerCase()}`, 'is gone', true));
    return [...headers, ...contentChanges({ ...from, content: before.content }, { ...to, content: after.content }, { direction: 'response', pointer: at(status) })];
  });
  return [...gone, ...added, ...kept];
}

function contentChanges(from, to, { direction, pointer }) {
  const [had, has] = [from.content ?? {}, to.content ?? {}];
  const gone = Object.keys(had).filter((type) => has[type] === undefined).map((type) => change(`${pointer}/${escaped(type)}`, 'is gone', true));
  const added = Object.keys(has).filter((type) => had[type] === undefined).map((type) => change(`${pointer}/${escaped(type)}`, 'is new', false));
  const isPlain = (type) => type === 'application/json' || type === 'application/problem+json';
  const kept = Object.keys(had).filter((type) => has[type] !== undefined).flatMap((type) =>
    schemaChanges({ document: from.document, schema: had[type].schema }, { document: to.document, schema: has[type].schema }, { direction, pointer: isPlain(type) ? pointer : `${pointer}/${escaped(type)}`, known: from.known }),
  );
  return [...gone, ...added, ...kept];
}

function resolved(document, part) {
  if (part?.$ref === undefined) return part;
  const found = part.$ref.split('/').slice(1).reduce((at, name) => at?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  if (found === undefined) throw new Error(`${part.$ref} leads nowhere`);
  return found;
}

function change(pointer, what, breaking) {
  return { pointer, what, breaking };
}
