import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { IsInt, IsOptional, IsString, Max } from 'class-validator';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { OpenToAll } from './access.js';

class Note {
  @IsString() text: string;
  @IsOptional() @IsInt() @Max(1_000) count?: number;
}

@Controller()
@OpenToAll()
class NoteController {
  @Post('notes')
  create(@Body() note: Note): object {
    return { text: note.text };
  }

  @Get('notes/:id')
  find(): object {
    return { text: 'found' };
  }
}

@Module({ controllers: [NoteController] })
class NoteModule {}

let http: HttpApp;
let port: number;
let sockets: Socket[] = [];

beforeAll(async () => {
  http = await anHttpApp({ modules: [NoteModule], environment: { HTTP_HEADERS_TIMEOUT_SECONDS: '0.3', HTTP_REQUEST_TIMEOUT_SECONDS: '0.6' } });
  await http.app.listen(0, '127.0.0.1');
  port = Number(new URL(await http.app.getUrl()).port);
});
afterAll(() => http?.close());

/** Whatever a client did, the next one is served. */
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  expect(await answerOf(request('POST /notes', '{"text":"hello"}'))).toMatchObject({ status: 201, body: { text: 'hello' } });
});

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: Record<string, unknown>;
}

function open(): Socket {
  const socket = connect(port, '127.0.0.1');
  // The server may close while we still write.
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

/** All bytes the server sends until it closes, or until they are a whole answer. */
async function read(socket: Socket): Promise<string> {
  let said = '';
  for await (const chunk of socket) {
    said += String(chunk);
    if (parse(said) !== undefined) break;
  }
  return said;
}

function parse(said: string): Answer | undefined {
  const [, status, head = '', rest = ''] = /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(said) ?? [];
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
  if (status === undefined || !(Buffer.byteLength(rest) >= length)) return undefined;
  return { status: Number(status), head, body: JSON.parse(Buffer.from(rest).subarray(0, length).toString()) as Record<string, unknown> };
}

async function answerOf(bytes: string | Buffer): Promise<Answer | undefined> {
  const socket = open();
  socket.write(bytes);
  return parse(await read(socket));
}

function request(line: string, body: string | Buffer, headers = 'Content-Type: application/json\r\n'): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

const problem = (status: number, code: string, detail: RegExp) => ({
  status,
  head: expect.stringMatching(/content-type: application\/problem\+json/i),
  body: { type: `urn:pokewatch:problem:${code}`, title: expect.any(String), status, detail: expect.stringMatching(detail), instance: expect.stringMatching(/^urn:pokewatch:request:/), code },
});

describe('a hostile body', () => {
  it.each([
    ['cut off', '{"text":"a"', 'malformed_json', /not JSON/],
    ['of two values', '{"text":"a"}{}', 'malformed_json', /not JSON/],
    ['with a raw NUL', '{"text":"a\0b"}', 'malformed_json', /not JSON/],
    ['with bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]), 'malformed_json', /not UTF-8/],
    ['nested 100 000 deep', '['.repeat(100_000), 'body_too_deep', /deeper than 32/],
    ['nested 33 deep', `${'['.repeat(33)}${']'.repeat(33)}`, 'body_too_deep', /deeper than 32/],
  ])('%s is refused with 400', async (_name, body, code, detail) => {
    expect(await answerOf(request('POST /notes', body))).toMatchObject(problem(400, code, detail));
  });

  it.each([
    ['a key twice', '{"text":"a","text":"b"}', '#/text', /"text" appears twice/],
    ['__proto__', '{"text":"a","__proto__":{"isAdmin":true}}', '#/__proto__', /"__proto__" is reserved/],
    ['constructor.prototype', '{"text":"a","constructor":{"prototype":{}}}', '#/constructor', /"constructor" is reserved/],
    ['an escaped NUL', '{"text":"a\\u0000b"}', '#/text', /NUL/],
    ['a number beyond doubles', '{"text":"a","count":1e999}', '#/count', /count: got Infinity/],
    ['a number beyond safe integers', '{"text":"a","count":9007199254740993}', '#/count', /count must not be greater than 1000/],
    ['a number of 100 000 digits', `{"text":"a","count":${'9'.repeat(100_000)}}`, '#/count', /count: got Infinity/],
  ])('with %s is refused with 400, and the field is named', async (_name, body, pointer, detail) => {
    const answer = await answerOf(request('POST /notes', body));
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ in: 'body', pointer, detail: expect.stringMatching(detail) }] } });
  });

  it('that is empty is none', async () => {
    expect(await answerOf(request('POST /notes', ''))).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ pointer: '#', code: 'required' }] } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])('of type %s is 415', async (type) => {
    expect(await answerOf(request('POST /notes', 'text=a', `Content-Type: ${type}\r\n`))).toMatchObject(problem(415, 'unsupported_media_type', /Unsupported Media Type/));
  });

  it('of 100 MB is refused with 413 before it is read, and memory stays as it is', async () => {
    const before = process.memoryUsage().rss;
    const socket = open();
    socket.write('POST /notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n');
    expect(parse(await read(socket))).toMatchObject(problem(413, 'body_too_large', /too large/));
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20);
  });

  it('that never ends, without a length, is refused with 413 at its limit', async () => {
    const socket = open();
    socket.write('POST /notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
    const said = read(socket);
    let sent = 0;
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    while (!socket.destroyed && sent < 100 * 2 ** 20) {
      if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
      sent += chunk.length;
    }
    expect(parse(await said)).toMatchObject(problem(413, 'body_too_large', /too large/));
    expect(sent).toBeLessThan(20 * 2 ** 20);
  });

  it('too large is refused before it is sent, where the client asks first', async () => {
    const socket = open();
    socket.write('POST /notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 104857600\r\n\r\n');
    expect(parse(await read(socket))).toMatchObject(problem(413, 'body_too_large', /too large/));
  });
});

describe('a hostile request', () => {
  it.each<[string, string, [number, string, RegExp]]>([
    ['no HTTP', 'hello\r\n\r\n', [400, 'bad_request', /not HTTP/]],
    ['a method nobody knows', 'FOO /notes HTTP/1.1\r\nHost: x\r\n\r\n', [400, 'bad_request', /not HTTP/]],
    ['a content-length that is no number', 'POST /notes HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n', [400, 'bad_request', /not HTTP/]],
    ['two lengths', 'POST /notes HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', [400, 'bad_request', /not HTTP/]],
    ['a length and chunks', 'POST /notes HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', [400, 'bad_request', /not HTTP/]],
    ['headers of 64 KiB', `GET /notes/1 HTTP/1.1\r\nHost: x\r\nX-Much: ${'a'.repeat(65_536)}\r\n\r\n`, [431, 'headers_too_large', /16 KiB/]],
    ['500 headers', `GET /notes/1 HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 500 }, (_, i) => `x-${i}: 1\r\n`).join('')}\r\n`, [431, 'headers_too_large', /more than 100 headers/]],
    ['a path that is not percent-encoded', 'GET /notes/%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n', [400, 'bad_request', /percent-encoded/]],
    ['a path with a part that is too long', `GET /notes/${'a'.repeat(1_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [414, 'url_too_long', /400 characters/]],
    ['an expectation nobody knows', 'POST /notes HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n', [417, 'expectation_failed', /got "tea"/]],
    ['a path that is not there', 'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n', [404, 'not_found', /\/nothing/]],
    ['a method the path does not have', 'PUT /notes HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', [404, 'not_found', /PUT \/notes/]],
  ])('with %s is answered by a problem', async (_name, bytes, expected) => {
    const answer = await answerOf(bytes);
    expect(answer).toMatchObject(problem(...expected));
    expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.(js|ts):\d|Error:|    at /);
  });

  it.each([
    ['half a header', 'GET /notes/1 HTTP/1.1\r\nHost: x\r\nX-Slow'],
    ['half a body', 'POST /notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"te'],
  ])('of %s and then silence is cut off with 408', async (_name, bytes) => {
    expect(await answerOf(bytes)).toMatchObject(problem(408, 'request_timeout', /in time/));
  });

  it('that drips one byte at a time is cut off too', async () => {
    const socket = open();
    const said = read(socket);
    const drip = setInterval(() => socket.write('a'), 20);
    socket.write('GET /notes/1 HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const answer = parse(await said);
    clearInterval(drip);
    expect(answer).toMatchObject(problem(408, 'request_timeout', /in time/));
  });

  it('behind a good one does not take its answer away, and closes the connection', async () => {
    const socket = open();
    let said = '';
    socket.write(Buffer.concat([request('POST /notes', '{"text":"first"}'), Buffer.from('\x16\x03\x01 garbage\r\n\r\n')]));
    for await (const chunk of socket) said += String(chunk);
    expect(said).toMatch(/^HTTP\/1\.1 (201|400)/);
    expect(said.match(/HTTP\/1\.1 /g)?.length).toBeLessThanOrEqual(2);
  });

  it('by a hundred clients at once that never finish leaves the server to all others', async () => {
    for (let i = 0; i < 100; i++) open().write('POST /notes HTTP/1.1\r\nHost: x\r\nContent-Le');
    expect(await answerOf(request('POST /notes', '{"text":"hello"}'))).toMatchObject({ status: 201 });
  });
});
