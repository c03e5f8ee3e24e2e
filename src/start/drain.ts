import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { tell } from '../cli/print.js';
import { serverStateOf } from '../http/index.js';

const CLOSE_IDLE_EVERY_MS = 50;

interface DrainSettings {
  readonly drainDelaySeconds: number;
  readonly drainDeadlineSeconds: number;
}

/**
 * Stops serving without failing anybody: says no to /readyz first and serves on, until load balancers have noticed; then takes no connection any
 * more, and waits for the answers to what is under way. Gives those up at the deadline.
 */
export async function drain(server: FastifyInstance, { drainDelaySeconds, drainDeadlineSeconds }: DrainSettings): Promise<void> {
  const state = serverStateOf(server);
  state.startDraining();
  await sleep(drainDelaySeconds * 1_000);
  const node = server.server;
  const closed = new Promise<void>((resolve) => node.close(() => resolve()));
  // A connection that was busy when the server closed is idle once it was answered, and would stay open.
  const idle = setInterval(() => node.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const deadline = new AbortController();
  try {
    const isClosed = await Promise.race([closed.then(() => true), sleep(drainDeadlineSeconds * 1_000, false, { signal: deadline.signal }).catch(() => true)]);
    if (isClosed) return;
    state.sweep();
    tell(`Gave up ${state.underWay.size} requests that were still under way ${drainDeadlineSeconds} s after no more were taken.`);
    node.closeAllConnections();
    await closed;
  } finally {
    deadline.abort();
    clearInterval(idle);
  }
}
