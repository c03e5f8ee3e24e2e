import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzz, type FuzzAnswer, type FuzzRequest } from '../../scripts/fuzz/fuzz.mjs';
import { describeApi } from '../../src/http/index.js';
import { type ServingApp, startServingApp } from '../support/serving-app.js';

let serving: ServingApp;

beforeAll(async () => {
  serving = await startServingApp();
}, 120_000);
afterAll(() => serving?.close());

const send = (request: FuzzRequest): Promise<FuzzAnswer> => serving.send(request);

describe('requests made from the document', () => {
  it('are never answered by a fault of ours, and always as the document says', async () => {
    const { sent, statuses, findings } = await fuzz({ document: describeApi(serving.app), send, key: serving.adminKey, requests: 1_000, seed: 7 });
    expect(findings).toEqual([]);
    // What would have changed the key that asks was not sent.
    expect(sent).toBeGreaterThan(990);
    expect(statuses['403'] ?? 0).toBeLessThan(20);
    // Not everything is turned away at the door.
    expect(statuses['200']).toBeGreaterThan(200);
    expect(statuses['400']).toBeGreaterThan(200);
    expect(statuses['404']).toBeGreaterThan(20);
  }, 120_000);

  it('find what is wrong: an answer that is not as the document says, and one that is our fault', async () => {
    const broken = async (request: FuzzRequest): Promise<FuzzAnswer> => {
      const answer = await send(request);
      if (request.url.startsWith('/v1/games')) return { ...answer, body: answer.status === 200 ? '{"items":[{"slug":7}]}' : answer.body };
      return request.url.startsWith('/v1/cost-profiles') ? { ...answer, status: 500 } : answer;
    };
    const found = await Promise.all(['listGames', 'listCostProfiles'].map((only) => fuzz({ document: describeApi(serving.app), send: broken, key: serving.adminKey, requests: 30, seed: 1, only })));
    expect(found.flatMap((each) => each.findings)).toMatchObject([
      { operation: 'listGames', wrong: expect.stringContaining('not as the document says'), again: expect.stringMatching(/--seed 1 --operation listGames --path \d/) },
      { operation: 'listCostProfiles', wrong: 'answered 500', request: { method: 'GET' } },
    ]);
  });
});
