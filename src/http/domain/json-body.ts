/** How deep objects and arrays of a body may lie in each other. */
export const MAX_DEPTH = 32;

export type JsonFault = 'malformed' | 'too_deep' | 'duplicate_key' | 'reserved_key' | 'nul_character';

/** A text that is no JSON we take, and where: `pointer` is a JSON pointer to the first such place. */
export class UnusableJson extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly pointer: string,
    detail: string,
  ) {
    super(detail);
  }
}

const TOO_DEEP = -1;
const SUSPECT = Number.NaN;
const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/**
 * JSON whose meaning is the same for everybody: no key twice, none that would reach into prototypes, no NUL (which Postgres cannot keep), not
 * deeper than {@link MAX_DEPTH}. A good text costs one look at its characters more than `JSON.parse`: as many colons as keys says that no
 * key came twice. Only a bad one is looked at again, to say where.
 */
export function parseJsonBody(text: string): unknown {
  const members = outline(text);
  if (members === TOO_DEEP) throw new UnusableJson('too_deep', '#', `the body is nested deeper than ${MAX_DEPTH} levels; expected at most ${MAX_DEPTH}`);
  const value = parse(text);
  if (countMembers(value) !== members || text.includes('\\u0000')) refuse(text, value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UnusableJson('malformed', '#', `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** How many members the objects of a text have, or TOO_DEEP. Takes any text. */
function outline(text: string): number {
  let members = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === COLON) members++;
    // { and [, } and ] differ from each other by one bit each.
    else if ((code | 32) === 123) {
      if (++depth > MAX_DEPTH) return TOO_DEEP;
    } else if ((code | 32) === 125) depth--;
  }
  return members;
}

/** Where the string that begins at `start` ends; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i;
    if (code === BACKSLASH) i++;
  }
  return i;
}

/** How many members a value has, at any depth; SUSPECT where a key may be reserved. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) count += countMembers(value[i]);
    return count;
  }
  for (const key in value) {
    if (key === '__proto__' || key === 'constructor') return SUSPECT;
    const member = (value as Record<string, unknown>)[key];
    count += typeof member === 'object' ? 1 + countMembers(member) : 1;
  }
  return count;
}

function refuse(text: string, value: unknown): void {
  refuseContents(value, '#');
  refuseDuplicates(text);
}

function refuseContents(value: unknown, pointer: string): void {
  if (typeof value === 'string' && value.includes('\0')) {
    throw new UnusableJson('nul_character', pointer, `${nameOf(pointer)} holds a NUL character; expected text without any`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = `${pointer}/${escape(key)}`;
    if (key.includes('\0')) throw new UnusableJson('nul_character', at, 'a key holds a NUL character; expected text without any');
    if (isReserved(key, member)) throw new UnusableJson('reserved_key', at, `the key ${JSON.stringify(key)} is reserved; expected the fields of this request`);
    refuseContents(member, at);
  }
}

function isReserved(key: string, member: unknown): boolean {
  if (key === '__proto__') return true;
  return key === 'constructor' && typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype');
}

interface Level {
  readonly pointer: string;
  /** The keys so far; undefined in an array. */
  readonly keys: Set<string> | undefined;
  /** Where the member or item that is being read is. */
  at: string;
  index: number;
}

/** Takes JSON that was parsed already. */
function refuseDuplicates(text: string): void {
  const levels: Level[] = [];
  for (let i = 0; i < text.length; i++) {
    const level = levels.at(-1);
    const code = text[i] as string;
    if (code === '{' || code === '[') {
      const pointer = level === undefined ? '#' : level.at;
      levels.push({ pointer, keys: code === '{' ? new Set() : undefined, at: `${pointer}/0`, index: 0 });
    } else if (code === '}' || code === ']') levels.pop();
    else if (code === ',' && level !== undefined && level.keys === undefined) level.at = `${level.pointer}/${++level.index}`;
    else if (code === '"') {
      const end = endOfString(text, i);
      if (level?.keys !== undefined && isFollowedByColon(text, end + 1)) takeKey(level, JSON.parse(text.slice(i, end + 1)) as string);
      i = end;
    }
  }
}

function isFollowedByColon(text: string, from: number): boolean {
  let i = from;
  while (' \t\r\n'.includes(text[i] ?? ':')) i++;
  return text[i] === ':';
}

function takeKey(level: Level, key: string): void {
  level.at = `${level.pointer}/${escape(key)}`;
  if (level.keys?.has(key) === true) throw new UnusableJson('duplicate_key', level.at, `the key ${JSON.stringify(key)} appears twice; expected each key once`);
  level.keys?.add(key);
}

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const nameOf = (pointer: string): string => (pointer === '#' ? 'the body' : pointer.slice(pointer.lastIndexOf('/') + 1));
