import { describe, expect, it } from 'vitest';
import { persistentDays, retrainDecision, type RetrainFacts } from './retrain-decision.js';

const RULE = { cooldownDays: 7, persistenceDays: 3 };
const facts = (over: Partial<RetrainFacts> = {}): RetrainFacts => ({
  day: 100, lastTrainedDay: 80, lastTriggeredDay: undefined, isSkillLost: false, persistentDriftDays: 0, ...over,
});

describe('the decision to train out of turn', () => {
  it('is no where nothing happened', () => {
    expect(retrainDecision(facts(), RULE)).toEqual({ retrain: false, reason: null, cooldownUntilDay: null });
  });

  it('is yes for lost skill, at once', () => {
    expect(retrainDecision(facts({ isSkillLost: true }), RULE)).toEqual({ retrain: true, reason: 'lost_skill', cooldownUntilDay: null });
  });

  it('is yes for drift on the third day in a row, not on the second; persistenceDays says which', () => {
    expect(retrainDecision(facts({ persistentDriftDays: 2 }), RULE).retrain).toBe(false);
    expect(retrainDecision(facts({ persistentDriftDays: 3 }), RULE)).toMatchObject({ retrain: true, reason: 'persistent_drift' });
    expect(retrainDecision(facts({ persistentDriftDays: 2 }), { ...RULE, persistenceDays: 2 }).retrain).toBe(true);
  });

  it('asks for nothing because of what is not known', () => {
    expect(retrainDecision(facts({ isSkillLost: null }), RULE).reason).toBeNull();
  });

  it('waits 7 days after the last training or trigger, whichever was later, and says until when', () => {
    const lost = (over: Partial<RetrainFacts>) => retrainDecision(facts({ isSkillLost: true, ...over }), RULE);
    expect(lost({ lastTrainedDay: 94 })).toEqual({ retrain: false, reason: 'lost_skill', cooldownUntilDay: 101 });
    expect(lost({ lastTrainedDay: 93 }).retrain).toBe(true);
    expect(lost({ lastTriggeredDay: 95 })).toMatchObject({ retrain: false, cooldownUntilDay: 102 });
    expect(lost({ lastTrainedDay: undefined, lastTriggeredDay: undefined }).retrain).toBe(true);
    expect(retrainDecision(facts({ isSkillLost: true, lastTrainedDay: 94 }), { ...RULE, cooldownDays: 6 }).retrain).toBe(true);
  });
});

describe('days of drift in a row', () => {
  it('go on while it holds, end when it does not, and stand still on a day of which nothing is known', () => {
    expect([persistentDays(true, 2), persistentDays(false, 2), persistentDays(null, 2)]).toEqual([3, 0, 2]);
  });
});
