import type { FastifyInstance } from 'fastify';
import type { RawRequest, RawResponse } from './raw.js';
import { MAX_HEADERS } from './server-limits.js';

/** A good answer that was sent around the framework. */
export interface RawAnswer {
  readonly route: string;
  readonly requestId: string;
  readonly bytes: number;
  readonly durationMs: number;
}

/** The request log, as those see it who answer around the framework. */
export interface SampledLog {
  /** Whether it is the turn of another good request. */
  isDue(): boolean;
  writeRaw(request: RawRequest, answer: RawAnswer): void;
}

/** What a server knows of itself while it serves: what is under way, and whether it may take more. */
export class ServerState {
  /** Answers that are not out yet. One whose client has gone leaves with the next {@link sweep}. */
  readonly underWay = new Set<RawResponse>();
  /** It is about to stop: every answer says that its connection ends with it. */
  isDraining = false;
  /** The event loop is later than it may be. */
  isLate = false;
  /** As many may be under way. */
  maxUnderWay = Number.POSITIVE_INFINITY;
  /** Pages of other origins are answered, with headers that say so. */
  isShared = false;
  /** Headers of every answer with data, name and value in turn. */
  dataHeaders: readonly string[] = [];
  requestLog: SampledLog | undefined;
  /** Told of every request that was refused because there were too many. */
  onRefused: () => void = () => undefined;

  /** Whether there is too much to do for another request. */
  isFull(): boolean {
    return this.isLate || this.underWay.size >= this.maxUnderWay;
  }

  /** Whether there is something to say to a request that only the ordinary way says. */
  isOrdinary(request: RawRequest): boolean {
    return this.isDraining || this.isFull() || request.rawHeaders.length > 2 * MAX_HEADERS || (this.isShared && request.headers.origin !== undefined);
  }

  /** Forgets answers that nobody waits for any more. */
  sweep(): void {
    for (const response of this.underWay) if (response.destroyed || response.writableFinished) this.underWay.delete(response);
  }

  /** From now on answers end their connections, those of requests that came before too. */
  startDraining(): void {
    this.isDraining = true;
    for (const response of this.underWay) if (!response.headersSent) response.setHeader('connection', 'close');
  }
}

const states = new WeakMap<object, ServerState>();

/** The state of a server. Modules that stand above HTTP ask for it by the server they are given. */
export function serverStateOf(server: FastifyInstance): ServerState {
  let state = states.get(server);
  if (!state) {
    state = new ServerState();
    states.set(server, state);
  }
  return state;
}
