// Sends requests made from the OpenAPI document to a server, and holds the answers to that document. `--help` says more.
import { parseArgs } from 'node:util';

const HELP = `npm run fuzz -- [--requests 10000] [--seed 1] [--url http://127.0.0.1:3000 --key pw_...] [--operation getCard] [--path 12:3]

Sends requests made from the OpenAPI document (/docs-json): as it says, almost as it says, and hostile ones. Every answer must not be 5xx, must be of a
status the document has, and must match its schema; every error must be a problem. The same seed sends the same requests.

  --requests   how many, over all operations (10000)
  --seed       of the generator (1)
  --url        the server to ask; without it one is started on an embedded Postgres with a small simulated market, and removed afterwards
  --key        an admin key of that server. What is sent is made up, and some of it is stored: never against a database you want to keep
  --operation  only this one, by its operationId
  --path       the request of a finding, as it was printed

Leaves alone: revokeKey (it would end its own key) and testAlertChannel (it would call addresses that were made up).
Exit codes: 0 nothing found, 1 something, 2 the arguments cannot be used.`;

const options = { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' }, url: { type: 'string' }, key: { type: 'string' }, operation: { type: 'string' }, path: { type: 'string' }, help: { type: 'boolean', default: false } };

function readArguments() {
  try {
    const { values } = parseArgs({ options });
    for (const name of ['requests', 'seed']) if (!/^\d{1,9}$/.test(values[name])) throw new Error(`--${name} ${values[name]}: must be a whole number`);
    if ((values.url === undefined) !== (values.key === undefined)) throw new Error('--url and --key go together');
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

const values = readArguments();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const { fuzz } = await import('./fuzz/fuzz.mjs');
const { startServer } = await import('./fuzz/server.mjs');
const server = values.url === undefined ? await startServer() : { url: values.url, key: values.key, stop: async () => undefined };
try {
  const document = await (await fetch(`${server.url}/docs-json`)).json();
  const began = performance.now();
  const result = await fuzz({
    document,
    send: (request) => send(server.url, request),
    key: server.key,
    requests: Number(values.requests),
    seed: Number(values.seed),
    ...(values.operation === undefined ? {} : { only: values.operation }),
    ...(values.path === undefined ? {} : { path: values.path }),
    onProgress: ({ operation, sent, findings }) => process.stderr.write(`\r${sent} requests, ${findings} findings (${operation})\x1b[K`),
  });
  process.stderr.write('\n');
  report(result, (performance.now() - began) / 1_000);
} finally {
  await server.stop();
}

function report({ sent, operations, statuses, findings }, seconds) {
  const counts = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`).join(', ');
  console.log(`${sent} requests to ${operations} operations in ${seconds.toFixed(0)} s (seed ${values.seed}): ${counts}`);
  for (const { operation, wrong, request, again } of findings) {
    console.log(`\n${operation} ${wrong}\n  ${request?.method} ${request?.url.slice(0, 500)}${request?.body === undefined ? '' : `\n  ${request.body.slice(0, 500)}`}\n  again: ${again}`);
  }
  console.log(findings.length === 0 ? 'Nothing found.' : `\n${findings.length} operations answered as they must not.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

async function send(base, { method, url, headers, body }) {
  const answer = await fetch(base + url, { method, headers, ...(body === undefined ? {} : { body }), redirect: 'manual' });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}
