import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Addresses of the dashboard's pages: it knows itself which one it shows. */
const PAGES = ['/', '/cards/*', '/search', '/market', '/track-record', '/models', '/pipeline', '/pipeline/*', '/collection', '/alerts', '/report'];
const YEAR_SECONDS = 31_536_000;

/** What the pages may do: their own scripts and styles, and calls to this service. Nothing inline, nothing from elsewhere, in nobody's frame. */
const PAGE_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

/** Serves the dashboard as the build has left it, to everybody: it holds no data, and asks for them as whoever signs in. */
export function serveDashboard(server: FastifyInstance, folder = builtDashboard()): void {
  const index = join(folder, 'index.html');
  // The sources run without having been built in tests that are about something else.
  if (!existsSync(index)) return;
  const page = readFileSync(index, 'utf8');
  void server.register(fastifyStatic, { root: join(folder, 'assets'), prefix: '/assets/', preCompressed: true, immutable: true, maxAge: YEAR_SECONDS * 1_000, index: false, decorateReply: false });
  for (const path of PAGES) server.get(path, (_request, reply) => sendPage(reply, page));
}

/** Asked for each time, and short: it names the files, which keep for ever under their names. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('content-security-policy', PAGE_POLICY).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
}

/** Beside the compiled sources; seen from the sources themselves, in dist/. */
function builtDashboard(): string {
  const project = fileURLToPath(new URL('../../', import.meta.url));
  return project.endsWith(`${sep}dist${sep}`) ? join(project, 'web') : join(project, 'dist', 'web');
}
