import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerCheck } from '../../scripts/fuzz/answers.mjs';
import type { FuzzAnswer, FuzzRequest } from '../../scripts/fuzz/fuzz.mjs';
import { describeApi } from '../../src/http/index.js';
import { type ApiDocument, exampleOf, exampleOfParameter, type Operation, operationsIn, type Parameter } from '../support/api-document.js';
import { type ServingApp, startServingApp } from '../support/serving-app.js';

/** They need what others start, or end what others need, so they come last, in this order; a channel is tested when it is gone, or its example address would be called. */
const LAST = ['getRun', 'getRunQuality', 'cancelRun', 'retryRun', 'stopExperiment', 'unmuteAlertKeys', 'unmuteAlertChannel', 'deleteAlertChannel', 'testAlertChannel', 'deleteSchedule', 'removeHolding', 'removeSale', 'unwatchCard', 'revokeKey'];

/** What cannot succeed on this data; everything else has to. */
const PROBLEMS: Readonly<Record<string, number>> = {
  // There is none of that id, or of that source, and no session where a key is shown.
  closeSession: 404,
  // The list of the example is understood: nothing is in the tray.
  fixTrayRow: 404, dismissTrayRow: 404,
  reportWrongCard: 404, releaseWrongCardReport: 404, confirmWrongCardReport: 404, matchProduct: 404, releasePrice: 404, getLineage: 404,
  getExperiment: 404, serveExperiment: 404, stopExperiment: 404, testAlertChannel: 404, replayAlertDelivery: 404,
  // The example has a value for every part, and a rule takes those of its kind. The others are of rules and channels that somebody has: nobody has any here.
  createAlertRule: 422, updateAlertRule: 404, deleteAlertRule: 404, updateMyAlertChannel: 404, deleteMyAlertChannel: 404, testMyAlertChannel: 404,
  // Aliases have not been moved as often as `expected_sequence` says.
  promoteModel: 409, rollBackModel: 409, moveAlias: 409,
  // What they start from is not there: days with collected prices, and a run that has got anywhere.
  startBackfill: 422, retryRun: 422,
};

let serving: ServingApp;
let document: ApiDocument;
let operations: Operation[];

beforeAll(async () => {
  serving = await startServingApp();
  document = describeApi(serving.app) as unknown as ApiDocument;
  operations = operationsIn(document).toSorted((a, b) => LAST.indexOf(a.operationId) - LAST.indexOf(b.operationId));
}, 120_000);
afterAll(() => serving?.close());

/** Of an Idempotency-Key the example is everybody's, and a key belongs to one request. */
function exampleValue({ operationId }: Operation, parameter: Parameter): string {
  const value = String(exampleOfParameter(document, parameter));
  return parameter.name === 'Idempotency-Key' ? `${value}-${operationId}` : value;
}

/** The request that the examples of an operation make. */
function exampleRequest(operation: Operation, isWanted: (parameter: Parameter) => boolean): FuzzRequest {
  const given = (operation.parameters ?? []).filter(isWanted).map((parameter) => ({ ...parameter, value: exampleValue(operation, parameter) }));
  const at = (place: string) => given.filter((parameter) => parameter.in === place);
  const path = at('path').reduce((text, { name, value }) => text.replace(`{${name}}`, () => encodeURIComponent(value)), operation.path);
  const query = at('query').map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('&');
  const headers = Object.fromEntries(at('header').map(({ name, value }) => [name.toLowerCase(), value]));
  const schema = operation.requestBody?.content['application/json']?.schema;
  return {
    method: operation.method.toUpperCase(),
    url: query === '' ? path : `${path}?${query}`,
    headers: { ...headers, 'x-api-key': serving.adminKey, ...(schema === undefined ? {} : { 'content-type': 'application/json' }) },
    body: schema === undefined ? undefined : JSON.stringify(exampleOf(document, schema)),
  };
}

describe('the examples of the document', () => {
  it('are all answered as the document says, with what was asked for or a problem that the operation declares', async () => {
    const check = answerCheck(document);
    const wrong: string[] = [];
    const problems: Record<string, number> = {};
    const ask = async (operation: Operation, isWanted: (parameter: Parameter) => boolean): Promise<FuzzAnswer> => {
      const request = exampleRequest(operation, isWanted);
      const answer = await serving.send(request);
      const fault = check(operation, { status: answer.status, contentType: String(answer.headers['content-type']), body: answer.body });
      const undeclared = answer.status in operation.responses ? undefined : `answered ${answer.status}, which it does not declare`;
      for (const each of [fault, undeclared]) if (each !== undefined) wrong.push(`${operation.operationId} ${request.method} ${request.url}: ${each}`);
      return answer;
    };
    for (const operation of operations) {
      // With what has to be there, and then with everything: filters leave less to look at.
      if (operation.method === 'get') await ask(operation, ({ required }) => required === true);
      const answer = await ask(operation, () => true);
      if (answer.status >= 400) problems[operation.operationId] = answer.status;
    }
    expect(wrong).toEqual([]);
    expect(problems).toEqual(PROBLEMS);
  });

  it('leave the key that asks as it is', async () => {
    const answer = await serving.send({ method: 'GET', url: '/v1/admin/api-keys', headers: { 'x-api-key': serving.adminKey }, body: undefined });
    expect(answer.status).toBe(200);
  });
});
