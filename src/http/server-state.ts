import type { FastifyInstance, FastifyReply } from 'fastify';

/** What a server knows of itself while it serves: what is under way, and whether it may take more. */
export class ServerState {
  /** Answers that are not out yet. One whose client has gone leaves with the next {@link sweep}. */
  readonly underWay = new Set<FastifyReply['raw']>();
  /** It is about to stop: every answer says that its connection ends with it. */
  isDraining = false;
  /** The event loop is later than it may be. */
  isLate = false;
  /** Told of every request that was refused because there were too many. */
  onRefused: () => void = () => undefined;

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
