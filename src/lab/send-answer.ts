import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { DeliveryFaults } from './domain/lab-faults.js';
import type { Answer, LabRequest } from './lab-source.js';

const PIECES = 10;
const GZIP_FROM_BYTES = 1024;

/** Turns a good answer into 304 where the caller has it already. */
export function conditional(answer: Answer, request: LabRequest, etag: string): Answer {
  if (answer.status !== 200 || answer.lastModified === undefined) return answer;
  const headers = { ...answer.headers, etag, 'last-modified': answer.lastModified.toUTCString() };
  return isKnown(request, etag, answer.lastModified) ? { status: 304, headers: { etag, 'last-modified': headers['last-modified'] }, body: '' } : { ...answer, headers };
}

/** The date counts only where there is no ETag (RFC 9110, 13.2.2). */
function isKnown({ headers }: LabRequest, etag: string, lastModified: Date): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) return known === '*' || known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return since >= Math.floor(lastModified.getTime() / 1000) * 1000;
}

/** Sends the answer, or what the faults make of it. A call that hangs is left open until the caller or the laboratory closes it. */
export function send(response: ServerResponse, request: LabRequest, answer: Answer, faults: DeliveryFaults): void {
  if (faults.hangs) return;
  const whole = faults.truncated === 'body' ? answer.body.slice(0, Math.floor(answer.body.length / 2)) : answer.body;
  const isPacked = !answer.isNeverPacked && whole.length >= GZIP_FROM_BYTES && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const body = isPacked ? gzipSync(whole) : Buffer.from(whole);
  const length = answer.status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...(isPacked ? { 'content-encoding': 'gzip', vary: 'accept-encoding' } : {}), ...length });
  if (request.method === 'HEAD' || answer.status === 304) response.end();
  else if (faults.truncated === 'connection') response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  else if (faults.trickleMs !== undefined) trickle(response, body, faults.trickleMs);
  else response.end(body);
}

function trickle(response: ServerResponse, body: Buffer, everyMs: number): void {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  let sent = 0;
  const step = (): void => {
    if (sent >= body.length) return void response.end();
    response.write(body.subarray(sent, (sent += size)));
    timer = setTimeout(step, everyMs);
  };
  let timer = setTimeout(step, everyMs);
  response.once('close', () => clearTimeout(timer));
}

/** Headers as one text each. */
export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
}
