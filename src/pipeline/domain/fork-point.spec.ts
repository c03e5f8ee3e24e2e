import { describe, expect, it } from 'vitest';
import { BadData, Conflict } from '../../shared/errors.js';
import { type FinishedRun, forkPoint } from './fork-point.js';

const ORDER = ['collect', 'quality', 'features', 'train'];
const run = (state: string, reported: string[], hasInputs = true): FinishedRun => ({ id: 'r', state, reported: new Set(reported), hasInputs });

describe('where a fork begins', () => {
  it('is the first stage without a report where a run failed or was cancelled', () => {
    for (const state of ['failed', 'cancelled']) {
      expect(forkPoint(ORDER, run(state, ['collect', 'quality']), undefined)).toEqual({ fromStage: 'features', takenOver: ['collect', 'quality'] });
    }
  });

  it('is the first stage of all where nothing was finished, and needs no inputs then', () => {
    expect(forkPoint(ORDER, run('failed', [], false), undefined)).toEqual({ fromStage: 'collect', takenOver: [] });
  });

  it('is the last stage where all were finished and the run failed all the same', () => {
    expect(forkPoint(ORDER, run('failed', ORDER), undefined).fromStage).toBe('train');
  });

  it('is the stage asked for, also of a run that succeeded', () => {
    expect(forkPoint(ORDER, run('succeeded', ORDER), 'quality')).toEqual({ fromStage: 'quality', takenOver: ['collect'] });
  });

  it('has to be named for a run that succeeded', () => {
    expect(() => forkPoint(ORDER, run('succeeded', ORDER), undefined)).toThrow('from_stage is missing');
  });

  it('is refused for an unknown stage, one behind an unfinished one, and where the inputs are not known', () => {
    expect(() => forkPoint(ORDER, run('failed', []), 'trian')).toThrow('expected one of: collect, quality, features, train');
    expect(() => forkPoint(ORDER, run('failed', ['collect']), 'train')).toThrow('needs the report of quality');
    expect(() => forkPoint(ORDER, run('failed', ['collect'], false), 'quality')).toThrow(BadData);
  });

  it('is refused while the run goes on', () => {
    expect(() => forkPoint(ORDER, run('running', ['collect']), 'quality')).toThrow(Conflict);
  });
});
