// What a change of a JSON schema means to those who send what it describes (`request`), and to those who read it (`response`).
// Who sends must go on being understood: what was accepted still is. Who reads must go on understanding: nothing is sent that was not before,
// but for the two things every reader is told to expect: fields and values of enumerations that are new (docs/api.md, "Versions").

/** Keywords that say nothing of which values are right. */
const WORDS = ['description', 'title', 'example', 'examples', 'deprecated', '$comment'];
const READ = ['type', 'enum', 'const', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'oneOf', 'allOf', 'pattern', 'format', 'default'];
/** Bounds, and whether a higher one lets fewer values through. */
const BOUNDS = { minimum: true, exclusiveMinimum: true, minLength: true, minItems: true, minProperties: true, maximum: false, exclusiveMaximum: false, maxLength: false, maxItems: false, maxProperties: false };

/**
 * Compares two schemas of two documents.
 *
 * @param from, to    `{ document, schema }`: before and after; `$ref`s are followed in their document.
 * @param at          `{ direction: 'request' | 'response', pointer, known }`: where this is, for what is reported, and a Map that is kept for one
 *                    pair of documents: what a `$ref` to the same place means is worked out once.
 * @returns what changed: `{ pointer, what, breaking }[]`.
 */
export function schemaChanges(from, to, { direction, pointer, known }) {
  const before = plain(from);
  const after = plain(to);
  const compare = (at) => plainChanges(before.schema, after.schema, { from: from.document, to: to.document, direction, pointer: at, known });
  if (before.ref === undefined || after.ref === undefined) return compare(pointer);
  const pair = `${direction} ${before.ref} ${after.ref} ${JSON.stringify([from.schema, to.schema])}`;
  if (!known.has(pair)) {
    // A schema that contains itself is as compatible as the rest of it.
    known.set(pair, []);
    known.set(pair, compare(''));
  }
  return known.get(pair).map((one) => ({ ...one, pointer: pointer + one.pointer }));
}

function plainChanges(before, after, context) {
  if (before.anyOf ?? after.anyOf) return alternativeChanges(before, after, context);
  return [typeChanges, valueChanges, boundChanges, textChanges, propertyChanges, itemChanges, unreadChanges].flatMap((changes) => changes(before, after, context));
}

/** A schema with its `$ref` followed and its `allOf` put together; `oneOf` is read as `anyOf`. */
function plain({ document, schema = {} }) {
  if (typeof schema === 'boolean') return { schema: schema ? {} : { enum: [] } };
  let ref = schema.$ref;
  let found = ref === undefined ? schema : { ...plain({ document, schema: followed(document, ref) }).schema, ...without(schema, ['$ref']) };
  for (const part of found.allOf ?? []) {
    const inner = plain({ document, schema: part });
    ref ??= inner.ref;
    const required = [...(found.required ?? []), ...(inner.schema.required ?? [])];
    found = { ...inner.schema, ...found, properties: { ...inner.schema.properties, ...found.properties }, required };
    if (inner.schema.properties === undefined && Object.keys(found.properties).length === 0) delete found.properties;
    if (required.length === 0) delete found.required;
  }
  const { allOf: _allOf, oneOf, ...rest } = found;
  return { ref, schema: oneOf === undefined ? rest : { ...rest, anyOf: oneOf } };
}

function followed(document, ref) {
  const found = ref.split('/').slice(1).reduce((at, name) => at?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  if (found === undefined) throw new Error(`${ref} leads nowhere`);
  return found;
}

/** Every alternative of the narrower side must still fit one of the wider side's: `null` and the rest, or one form of several. */
function alternativeChanges(before, after, context) {
  const [narrow, wide] = context.direction === 'request' ? [alternatives(before), alternatives(after)] : [alternatives(after), alternatives(before)];
  const [had, has] = [alternatives(before).length, alternatives(after).length];
  const compare = (one, other) =>
    context.direction === 'request'
      ? schemaChanges({ document: context.from, schema: one }, { document: context.to, schema: other }, context)
      : schemaChanges({ document: context.from, schema: other }, { document: context.to, schema: one }, context);
  const what = context.direction === 'request' ? 'one of the forms that were accepted is so no longer' : 'takes a form it did not take before';
  const form = had === has ? [] : [change(context, has > had ? 'takes another form, too' : 'takes a form less', false)];
  const fits = narrow.flatMap((one) => {
    const [best] = wide.map((other) => compare(one, other)).sort((a, b) => countBreaking(a) - countBreaking(b));
    if (best === undefined || (countBreaking(best) > 0 && wide.length > 1)) return [change(context, what, true)];
    return best;
  });
  return countBreaking(fits) > 0 ? fits : [...form, ...fits];
}

function alternatives(schema) {
  const { anyOf, ...rest } = schema;
  return anyOf === undefined ? [schema] : anyOf.map((one) => ({ ...without(rest, WORDS), ...one }));
}

function typeChanges(before, after, context) {
  const had = types(before);
  const has = types(after);
  if (String(had) === String(has)) return [];
  const covers = (wide, narrow) => wide === undefined || (narrow !== undefined && narrow.every((type) => wide.includes(type) || (type === 'integer' && wide.includes('number'))));
  const isSafe = context.direction === 'request' ? covers(has, had) : covers(had, has);
  return [change(context, `was ${had?.join(' or ') ?? 'anything'}, is ${has?.join(' or ') ?? 'anything'}`, !isSafe)];
}

function types({ type }) {
  return type === undefined ? undefined : [type].flat().toSorted();
}

function valueChanges(before, after, context) {
  const had = values(before);
  const has = values(after);
  if (had === undefined && has === undefined) return [];
  if (had === undefined) return [change(context, `has only the values ${has.join(', ')}`, context.direction === 'request')];
  if (has === undefined) return [change(context, 'may have any value', false)];
  const gone = had.filter((value) => !has.includes(value)).map((value) => change(context, `no longer has the value ${value}`, context.direction === 'request'));
  return [...gone, ...has.filter((value) => !had.includes(value)).map((value) => change(context, `has the new value ${value}`, false))];
}

function values(schema) {
  return (schema.const === undefined ? schema.enum : [schema.const])?.map((value) => JSON.stringify(value));
}

function boundChanges(before, after, context) {
  return Object.entries(BOUNDS).flatMap(([name, higherIsNarrower]) => {
    const [had, has] = [before[name], after[name]];
    if (had === has) return [];
    const isNarrower = has !== undefined && (had === undefined || (has > had) === higherIsNarrower);
    return [change(context, `${name} was ${had ?? 'not set'}, is ${has ?? 'not set'}`, isNarrower === (context.direction === 'request'))];
  });
}

/** What cannot be ordered: another pattern, format or default is another promise, unless it is only given (to who reads) or dropped (for who sends). */
function textChanges(before, after, context) {
  return ['pattern', 'format', 'default'].flatMap((name) => {
    const [had, has] = [JSON.stringify(before[name]), JSON.stringify(after[name])];
    if (had === has) return [];
    const isOnlyNew = had === undefined;
    const isOnlyGone = has === undefined;
    const isSafe = name === 'default' ? context.direction === 'response' || isOnlyNew : context.direction === 'request' ? isOnlyGone : isOnlyNew;
    return [change(context, `${name} was ${had ?? 'not set'}, is ${has ?? 'not set'}`, !isSafe)];
  });
}

function propertyChanges(before, after, context) {
  const isSent = context.direction === 'request';
  const had = before.properties ?? {};
  const has = after.properties ?? {};
  const at = (name) => ({ ...context, pointer: `${context.pointer}/${escaped(name)}` });
  const isRequired = (schema, name) => schema.required?.includes(name) === true;
  const gone = Object.keys(had).filter((name) => !(name in has)).map((name) => change(at(name), 'is gone', true));
  const added = Object.keys(has).filter((name) => !(name in had)).map((name) => change(at(name), `is new${isRequired(after, name) ? ', and required' : ''}`, isSent && isRequired(after, name)));
  const kept = Object.keys(had).filter((name) => name in has).flatMap((name) => {
    const [was, is] = [isRequired(before, name), isRequired(after, name)];
    const required = was === is ? [] : [change(at(name), is ? 'is required now' : 'is not always there any more', is === isSent)];
    return [...required, ...schemaChanges({ document: context.from, schema: had[name] }, { document: context.to, schema: has[name] }, at(name))];
  });
  return [...gone, ...added, ...kept, ...otherPropertyChanges(before, after, { ...context, pointer: `${context.pointer}/*` })];
}

function otherPropertyChanges(before, after, context) {
  const had = before.additionalProperties ?? true;
  const has = after.additionalProperties ?? true;
  if (typeof had !== 'object' && had === has) return [];
  if (had === false) return [change(context, 'other fields may be there', false)];
  if (has === false) return [change(context, 'other fields are not accepted any more', context.direction === 'request')];
  return schemaChanges({ document: context.from, schema: had }, { document: context.to, schema: has }, context);
}

function itemChanges(before, after, context) {
  if (before.items === undefined && after.items === undefined) return [];
  return schemaChanges({ document: context.from, schema: before.items }, { document: context.to, schema: after.items }, { ...context, pointer: `${context.pointer}/[]` });
}

/** A keyword that nothing here understands is never waved through. */
function unreadChanges(before, after, context) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const unread = [...names].filter((name) => ![...WORDS, ...READ, ...Object.keys(BOUNDS)].includes(name) && !name.startsWith('x-'));
  return unread.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => change(context, `${name} differs, which this check cannot judge`, true));
}

export function escaped(name) {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function change({ pointer }, what, breaking) {
  return { pointer, what, breaking };
}

function countBreaking(changes) {
  return changes.filter(({ breaking }) => breaking).length;
}

function without(object, names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
