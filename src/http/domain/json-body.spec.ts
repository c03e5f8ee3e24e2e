import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, parseJsonBody, UnusableJson } from './json-body.js';

function faultOf(text: string): Pick<UnusableJson, 'fault' | 'pointer' | 'message'> | undefined {
  try {
    parseJsonBody(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof UnusableJson)) throw error;
    return { fault: error.fault, pointer: error.pointer, message: error.message };
  }
}

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a JSON body', () => {
  it('is what JSON.parse makes of it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t', ' \n'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        // What is refused on purpose has tests of its own.
        fc.pre(!text.includes('\\u0000') && !text.includes('__proto__'));
        expect(parseJsonBody(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is refused whenever JSON.parse would refuse it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[{}[\]",:\\a0 ]{0,30}$/)), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const fault = faultOf(text);
        if (!isJson) expect(fault?.fault).toBe('malformed');
        else expect([undefined, 'duplicate_key']).toContain(fault?.fault);
      }),
    );
  });

  it('names a key that comes twice, wherever, and however it is written', () => {
    const key = fc.string({ minLength: 1 }).filter((text) => !text.includes('\0') && text !== '__proto__');
    fc.assert(
      fc.property(key, fc.array(fc.constantFrom<'item' | 'member'>('item', 'member'), { maxLength: 8 }), fc.boolean(), (name, path, isEscaped) => {
        const quoted = JSON.stringify(name);
        const again = isEscaped ? `"${[...Array(name.length).keys()].map((i) => `\\u${name.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"` : quoted;
        const inner = `{"before":[{},"a:b,{"],${quoted} : 1, ${again}:2}`;
        const text = path.reduce((body, kind) => (kind === 'item' ? `[0,${body}]` : `{"in":${body}}`), inner);
        const pointer = path.toReversed().map((kind) => (kind === 'item' ? '/1' : '/in')).join('');
        if (name === 'before') return;
        expect(faultOf(text)).toEqual({
          fault: 'duplicate_key',
          pointer: `#${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
          message: `the key ${quoted} appears twice; expected each key once`,
        });
      }),
    );
  });

  it(`may be ${MAX_DEPTH} levels deep and not one more`, () => {
    expect(faultOf(nested(MAX_DEPTH))).toBeUndefined();
    expect(faultOf(nested(MAX_DEPTH + 1))?.fault).toBe('too_deep');
    expect(faultOf('{"a":'.repeat(100_000))?.fault).toBe('too_deep');
    expect(faultOf(`["${'['.repeat(100)}"]`)).toBeUndefined();
  });

  it.each([
    ['{"a":{"__proto__":{"isAdmin":true}}}', '#/a/__proto__'],
    ['{"\\u005f_proto__":1}', '#/__proto__'],
    ['[{"constructor":{"prototype":{}}}]', '#/0/constructor'],
  ])('does not reach into prototypes: %s', (text, pointer) => {
    expect(faultOf(text)).toMatchObject({ fault: 'reserved_key', pointer });
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('takes a field called constructor for a field', () => {
    expect(parseJsonBody('{"constructor":{"name":"x"}}')).toEqual({ constructor: { name: 'x' } });
  });

  it.each([
    ['{"card_id":"a\\u0000b"}', '#/card_id'],
    ['{"a\\u0000":1}', '#/a\0'],
    ['"\\u0000"', '#'],
  ])('holds no NUL character: %s', (text, pointer) => {
    expect(faultOf(text)).toMatchObject({ fault: 'nul_character', pointer });
  });

  it('may speak of NUL', () => {
    expect(parseJsonBody('{"a":"\\\\u0000"}')).toEqual({ a: '\\u0000' });
  });
});
