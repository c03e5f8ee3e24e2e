import helmet from '@fastify/helmet';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';

/** Paths that answer with pages; everything else answers with data, which no browser may run or frame. */
const PAGES = ['/docs'];
const OF_THE_ANSWER: ReadonlySet<string> = new Set(['content-type', 'content-length', 'date', 'connection', 'keep-alive', 'strict-transport-security']);

const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What Swagger UI needs: its own scripts and calls, styles that it writes into the page, images it carries as data. */
const PAGE_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    scriptSrcAttr: ["'none'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** Headers that tell browsers what an answer may do: few and ready-made for data, all that helmet knows for pages. */
export class HeaderSets {
  private readonly transport: string | undefined;
  private ofPages: Record<string, string> = {};

  constructor(server: FastifyInstance, hstsMaxAgeSeconds: number) {
    this.transport = hstsMaxAgeSeconds > 0 ? `max-age=${hstsMaxAgeSeconds}; includeSubDomains` : undefined;
    server.addHook('onReady', async () => {
      this.ofPages = await helmetHeaders();
    });
  }

  addTo(reply: FastifyReply, url: string): void {
    if (this.transport !== undefined) void reply.header('strict-transport-security', this.transport);
    // Most paths begin with /v1, /p or /b: one character tells that they are no page.
    if (url.charCodeAt(1) === 100 && PAGES.some((path) => url.startsWith(path))) {
      void reply.headers(this.ofPages);
      return;
    }
    void reply.header('x-content-type-options', 'nosniff');
    void reply.header('content-security-policy', DATA_POLICY);
    void reply.header('referrer-policy', 'no-referrer');
  }

  /** What {@link addTo} adds to answers with data, name and value in turn. */
  ofData(): string[] {
    const transport = this.transport === undefined ? [] : ['strict-transport-security', this.transport];
    return [...transport, 'x-content-type-options', 'nosniff', 'content-security-policy', DATA_POLICY, 'referrer-policy', 'no-referrer'];
  }
}

/** helmet makes the same headers for every request, at some price: they are asked of it once, of a server that nobody else knows. */
async function helmetHeaders(): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(helmet, { contentSecurityPolicy: PAGE_POLICY });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (OF_THE_ANSWER.has(name) || value === undefined ? [] : [[name, String(value)]])));
}
