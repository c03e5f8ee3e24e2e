import { describe, expect, it } from 'vitest';
import { BadData, messageOf } from './errors.js';

describe('messageOf', () => {
  it('is the message of an error, and of anything else its text', () => {
    expect(messageOf(new BadData('price is -1'))).toBe('price is -1');
    expect(messageOf('plain')).toBe('plain');
  });

  it('is that of the last attempt where an error gathers several', () => {
    const gathered = Object.assign(new Error('exceeded 2 retries: …'), { errors: [new Error('first'), new Error('second')] });
    expect(messageOf(gathered)).toBe('second');
  });
});
