import { describe, expect, it } from 'vitest';
import type { Day } from '../../shared/day.js';
import { ageDaysOf, type ObservationFlag, shownFlags, type SourceState, staleReasonOf, standingOf } from './price-standing.js';

const day = (text: string): Day => text as Day;
const rule = { day: day('2025-06-30'), staleAfterDays: 10 };
const state = (lastDay: string, isFrozen = false): SourceState => ({ lastDay: day(lastDay), isFrozen });
const flag = (name: string, observedOn: string, over: Partial<ObservationFlag> = {}): ObservationFlag => ({ flag: name, source: 'csv', observedOn: day(observedOn), detail: { of: observedOn }, ...over });
const price = (observedOn: string) => ({ source: 'csv', observedOn: day(observedOn) });

describe('the age of a price', () => {
  it('counts from the day it is about, or from when the source worked it out where that is earlier', () => {
    expect(ageDaysOf({ observedOn: day('2025-06-28'), sourceUpdatedAt: null }, rule.day)).toBe(2);
    expect(ageDaysOf({ observedOn: day('2025-06-30'), sourceUpdatedAt: new Date('2023-06-30T10:00:00Z') }, rule.day)).toBe(731);
    expect(ageDaysOf({ observedOn: day('2025-06-28'), sourceUpdatedAt: new Date('2025-06-30T10:00:00Z') }, rule.day)).toBe(2);
  });
});

describe('a price', () => {
  it('is stale after the configured days: late where its source has nothing newer, old where it has', () => {
    expect(staleReasonOf(10, state('2025-06-01'), rule)).toBeNull();
    expect(staleReasonOf(11, state('2025-06-19'), rule)).toBe('source_late');
    expect(staleReasonOf(11, state('2025-06-20'), rule)).toBe('old_price');
    expect(staleReasonOf(11, undefined, rule)).toBe('old_price');
  });

  it('is stale at any age while its source repeats itself', () => {
    expect(staleReasonOf(0, state('2025-06-30', true), rule)).toBe('source_frozen');
  });

  it('raises no doubt where nothing is known against it', () => {
    const times = { ...price('2025-06-30'), fetchedAt: null, sourceUpdatedAt: null, lastChangedOn: null };
    expect(standingOf(times, { state: undefined, flags: [], others: [] }, rule)).toEqual({
      times, ageDays: 0, staleReason: null, flags: [], doubts: { isSourceFrozen: false, isQuarantined: false, unconfirmedSpike: null },
    });
  });
});

describe('the flags shown with a price', () => {
  it('are those of its own observation, with the first day of the stretch', () => {
    const flags = [flag('THIN', '2025-06-29'), flag('THIN', '2025-06-28'), flag('THIN', '2025-06-20'), flag('LISTING_PULLED', '2025-06-28')];
    expect(shownFlags(price('2025-06-29'), flags)).toEqual([{ flag: 'THIN', since: '2025-06-28', detail: { of: '2025-06-29' } }]);
  });

  it('keep a jump for 7 days, the newest', () => {
    const flags = [flag('SPIKE', '2025-06-24'), flag('SPIKE', '2025-06-23')];
    expect(shownFlags(price('2025-06-30'), flags)).toEqual([{ flag: 'SPIKE', since: '2025-06-24', detail: { of: '2025-06-24' } }]);
    expect(shownFlags(price('2025-07-01'), flags)).toEqual([]);
  });

  it('tell of later prices in quarantine, not of an earlier one that is over', () => {
    const flags = [flag('QUARANTINED', '2025-06-30'), flag('QUARANTINED', '2025-06-29'), flag('QUARANTINED', '2025-06-10')];
    expect(shownFlags(price('2025-06-28'), flags)).toEqual([{ flag: 'QUARANTINED', since: '2025-06-29', detail: { of: '2025-06-30' } }]);
    expect(shownFlags(price('2025-07-01'), flags)).toEqual([]);
  });

  it('are not those of another source', () => {
    expect(shownFlags(price('2025-06-29'), [flag('THIN', '2025-06-29', { source: 'second' }), flag('QUARANTINED', '2025-06-30', { source: 'second' })])).toEqual([]);
  });
});
