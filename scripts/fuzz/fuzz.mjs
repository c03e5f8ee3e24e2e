// The loop: for each operation so many requests, and the smallest one that is answered as it must not be.
import fc from 'fast-check';
import { answerCheck } from './answers.mjs';
import { operationsOf, requestsOf } from './requests.mjs';

/** Would end the key that asks, or send what was made up to services outside. */
export const LEFT_ALONE = ['revokeKey', 'testAlertChannel'];
const WRONG_KEYS = { wrong: `pw_Fuzzwron_${'f'.repeat(43)}`, broken: 'not a key' };
const MAX_WAITS = 5;

/**
 * Fuzzes a server. `send` is `({ method, url, headers, body }) => Promise<{ status, headers, body }>`, to whatever server.
 * @returns how many requests were sent, their statuses, and what was found: one finding for each operation at most.
 */
export async function fuzz({ document, send, key, requests, seed, only, path, onProgress = () => undefined }) {
  const operations = operationsOf(document).filter(({ id }) => (only === undefined ? !LEFT_ALONE.includes(id) : id === only));
  if (operations.length === 0) throw new Error(`--operation ${only}: the document has no such operation; it has ${operationsOf(document).map(({ id }) => id).join(', ')}`);
  const check = answerCheck(document);
  const known = await knownValues(document, (request) => ask(send, { ...request, headers: { 'x-api-key': key } }));
  const own = await ownId(send, key);
  const statuses = {};
  const findings = [];
  let sent = 0;
  for (const [index, operation] of operations.entries()) {
    const runs = Math.floor(requests / operations.length) + (index < requests % operations.length ? 1 : 0);
    if (runs === 0) continue;
    const property = fc.asyncProperty(requestsOf(document, operation, known), async (request) => {
      // What would change the key that asks is not sent: everything after it would be turned away at the door.
      if (request.method !== 'GET' && isAbout(request.url, own)) return;
      const answer = await ask(send, withKey(request, key));
      sent++;
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      const wrong = check(operation, { status: answer.status, contentType: String(answer.headers['content-type'] ?? ''), body: answer.body });
      if (wrong !== undefined) throw new Error(wrong);
    });
    const result = await fc.check(property, { seed, numRuns: runs, ...(path === undefined ? {} : { path }) });
    if (result.failed) findings.push(toFinding(operation, result));
    if ((await ownId(send, key)) !== own) throw new Error(`After ${operation.id} the key is not what it was: what is sent from here on would say nothing.`);
    onProgress({ operation: operation.id, sent, findings: findings.length });
  }
  return { sent, operations: operations.length, statuses, findings };
}

/** The number of the key that asks; undefined where it is not let in. */
async function ownId(send, key) {
  const { status, body } = await ask(send, { method: 'GET', url: '/v1/admin/api-keys', headers: { 'x-api-key': key } });
  if (status !== 200) return undefined;
  return JSON.parse(body).items.find(({ prefix }) => key.startsWith(`pw_${prefix}_`))?.id;
}

/** Whether a request is about that key, however its number is written: 2, 02, 2.0, %32. */
function isAbout(url, id) {
  const written = /^\/v1\/admin\/api-keys\/([^/?]+)/.exec(url)?.[1];
  try {
    return written !== undefined && Number(decodeURIComponent(written)) === id;
  } catch {
    return false;
  }
}

function toFinding(operation, { counterexample, counterexamplePath, seed, errorInstance }) {
  const [request] = counterexample ?? [];
  return {
    operation: operation.id,
    wrong: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    request: request === undefined ? undefined : { ...request, body: request.body?.slice(0, 2_000) },
    again: `npm run fuzz -- --seed ${seed} --operation ${operation.id} --path ${counterexamplePath}`,
  };
}

function withKey({ method, url, headers, body, key: which }, key) {
  if (which === 'none') return { method, url, headers, body };
  return { method, url, headers: { ...headers, 'x-api-key': WRONG_KEYS[which] ?? key }, body };
}

/** One request; waits where the server says that it is too early. */
async function ask(send, request) {
  for (let waits = 0; ; waits++) {
    const answer = await send(request);
    if (answer.status !== 429 || waits === MAX_WAITS) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Math.min(60, Number(answer.headers['retry-after'] ?? 1))));
  }
}

/** Values that exist, by the name of the field they were seen in: what lists without required parameters answer. */
async function knownValues(document, get) {
  const known = new Map();
  for (const { method, path, parameters = [] } of operationsOf(document)) {
    if (method !== 'get' || parameters.some((each) => each.required)) continue;
    const { status, body } = await get({ method: 'GET', url: path });
    if (status === 200 && body.startsWith('{')) gather(JSON.parse(body), 'answer', known);
  }
  return known;
}

const MAX_KNOWN = 20;

function gather(value, name, known) {
  if (Array.isArray(value)) for (const item of value.slice(0, MAX_KNOWN)) gather(item, name, known);
  else if (typeof value === 'object' && value !== null) for (const [each, member] of Object.entries(value)) gather(member, each, known);
  else if (typeof value === 'string' || typeof value === 'number') {
    const values = known.get(name) ?? [];
    if (values.length < MAX_KNOWN && !values.includes(value)) known.set(name, [...values, value]);
  }
}
