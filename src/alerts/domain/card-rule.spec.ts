import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../shared/day.js';
import { judged, type Standing, standingKey } from './card-rule.js';

const FIRST = '2026-03-01' as Day;

/** Days on which one card fires one rule, given what was found on each, in the order in which they are looked at. */
function firesOn(looks: readonly { day: Day; isMet: boolean | undefined }[]): Day[] {
  const standings = new Map<string, Standing>();
  const fires: Day[] = [];
  for (const { day, isMet } of looks) {
    const found = judged([{ ruleId: 1, printingId: 2, isMet }], standings, day);
    for (const standing of found.standings) standings.set(standingKey(standing), standing);
    if (found.fired.length > 0) fires.push(day);
  }
  return fires;
}

describe('a rule', () => {
  it('fires whenever a card begins to do what is waited for, and what is not known changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(true, false, undefined), { maxLength: 30 }), (days) => {
        const known = days.map((isMet, i) => ({ isMet, day: addDays(FIRST, i) })).filter((each) => each.isMet !== undefined);
        const begins = known.filter((each, i) => each.isMet === true && known[i - 1]?.isMet !== true).map(({ day }) => day);
        expect(firesOn(days.map((isMet, i) => ({ isMet, day: addDays(FIRST, i) })))).toEqual(begins);
      }),
    );
  });

  it('says nothing again of a day that is looked at again, and nothing of an earlier one', () => {
    expect(firesOn([{ day: FIRST, isMet: true }, { day: FIRST, isMet: true }, { day: addDays(FIRST, 2), isMet: false }, { day: addDays(FIRST, 1), isMet: true }])).toEqual([FIRST]);
  });
});
