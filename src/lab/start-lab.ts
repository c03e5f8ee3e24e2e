import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { ConfigError, messageOf } from '../shared/errors.js';
import type { FaultDesk } from './fault-desk.js';
import type { LabProvider } from './domain/lab-faults.js';
import type { LabMarket } from './domain/lab-market.js';
import { isLabProvider, Lab } from './lab.js';
import { control } from './lab-control.js';
import type { LabRequest } from './lab-source.js';
import type { LoggedRequest } from './request-log.js';
import { plainHeaders, send } from './send-answer.js';

export interface LabOptions {
  readonly seed: number;
  readonly printings: number;
  readonly day: Day;
  /** Default 0: the rows of the market and no more. The real file has about 80 000. */
  readonly cardmarketRows?: number;
  /** Default 0: a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly clock?: Clock;
}

export interface RunningLab {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** What takes the place of the source's own base address, such as `https://api.pokemontcg.io/v2`. */
  urlOf(provider: LabProvider): string;
  readonly market: LabMarket;
  readonly day: Day;
  setDay(day: Day): void;
  readonly faults: FaultDesk;
  /** Calls to the sources, oldest first; always the same array. */
  readonly requests: readonly LoggedRequest[];
  /** Stops at once; calls that hang are cut off. */
  close(): Promise<void>;
}

/** What the sources have behind their host name before anything else. */
const BASE_PATHS: Readonly<Record<LabProvider, string>> = {
  tcgcsv: '', cardmarket: '/productCatalog', tcgdex: '/v2/en', pokemonpricetracker: '/api/v2', pokemontcg: '/v2',
};
const ANY_ADDRESS = new Set(['0.0.0.0', '::']);
const MAX_CONTROL_BYTES = 65_536;

/** Starts a server that answers as the sources do, each below its own name. @throws ConfigError where the address is taken. */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const { seed, printings, day, cardmarketRows = 0, port = 0, host = '127.0.0.1', clock = systemClock } = options;
  const lab = new Lab({ seed, printings, day, cardmarketRows, clock });
  const server = createServer((request, response) => void handle(lab, request, response));
  await listen(server, port, host);
  const name = ANY_ADDRESS.has(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const url = `http://${name}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    urlOf: (provider) => `${url}/${provider}${BASE_PATHS[provider]}`,
    market: lab.market,
    get day() {
      return lab.day;
    },
    setDay: (next) => lab.setDay(next),
    faults: lab.faults,
    requests: lab.log.requests,
    close: () => close(server),
  };
}

async function handle(lab: Lab, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { first, request } = readRequest(message, lab.settings.clock.now());
    if (first === '_lab') send(response, request, control(lab, request, await bodyOf(message)), {});
    else if (isLabProvider(first)) {
      const { answer, met } = lab.answer(first, request);
      send(response, request, answer, met.delivery);
    } else response.writeHead(404, { 'content-type': 'text/plain' }).end('No such source; /_lab tells what there is.\n');
  } catch (error) {
    if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
    response.end(`${messageOf(error)}\n`);
  }
}

function readRequest(message: IncomingMessage, at: Date): { readonly first: string; readonly request: LabRequest } {
  const url = new URL(message.url ?? '/', 'http://lab.invalid');
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(url.pathname) ?? [];
  const path = decodeURIComponent(rest);
  return { first, request: { method: message.method ?? 'GET', path, query: url.searchParams, headers: plainHeaders(message.headers), at } };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_CONTROL_BYTES) throw new Error(`The body is longer than ${MAX_CONTROL_BYTES} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new ConfigError(`--port ${port} of ${host} is taken; expected a free port, or 0 for any.`, { cause: error }) : error));
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
