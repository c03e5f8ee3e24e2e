import { describe, expect, it } from 'vitest';
import { aliasChanges, wantedAliases } from './aliases.js';
import { mlflowModelFolder } from './mlflow-model-folder.js';
import { secondsUntilRetry } from './tracking-event.js';

describe('the wait before an event is tried again', () => {
  it('doubles from 10 seconds up to half an hour, and never ends', () => {
    expect([1, 2, 3, 8, 9, 1_000].map((attempts) => secondsUntilRetry(attempts, 1))).toEqual([10, 20, 40, 1_280, 1_800, 1_800]);
  });

  it('is spread over its upper half', () => {
    expect([0, 0.5, 1].map((share) => secondsUntilRetry(1, share))).toEqual([5, 7.5, 10]);
  });
});

describe('aliases over there', () => {
  it('are ours, with shadows told apart: the newest is "shadow"', () => {
    expect(wantedAliases([{ alias: 'champion', version: '2' }, { alias: 'shadow', version: '9' }, { alias: 'shadow', version: '10' }])).toEqual([
      { alias: 'champion', version: '2' },
      { alias: 'shadow', version: '10' },
      { alias: 'shadow-2', version: '9' },
    ]);
  });

  it('change only where they differ, and leave those of others alone', () => {
    const present = [{ alias: 'champion', version: '1' }, { alias: 'challenger', version: '2' }, { alias: 'shadow-2', version: '3' }, { alias: 'production', version: '1' }];
    expect(aliasChanges([{ alias: 'champion', version: '2' }, { alias: 'challenger', version: '2' }], present)).toEqual({
      set: [{ alias: 'champion', version: '2' }],
      remove: ['shadow-2'],
    });
  });
});

describe('the model folder', () => {
  it('says in MLmodel what it is, in a flavor of our own', () => {
    const files = mlflowModelFolder({ runId: '0123', createdAt: new Date('2025-06-30T21:31:00.123Z'), model: { a: 1 }, metrics: null, data: {} });
    expect(files.map(({ path }) => path)).toEqual(['MLmodel', 'data.json', 'metrics.json', 'model.json']);
    expect(files[0]?.text).toBe(
      "artifact_path: model\nrun_id: '0123'\nutc_time_created: '2025-06-30 21:31:00.123000'\nflavors:\n  pokewatch:\n    format: json\n    data: model.json\n    schema_version: 1\n",
    );
    expect(JSON.parse(files[3]?.text ?? '')).toEqual({ a: 1 });
  });
});
