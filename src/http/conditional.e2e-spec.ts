import { Controller, Get, Header, Module, NotFoundException, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { OpenToAll, RequireScope } from './access.js';
import { etagOf } from './conditional.js';

let version = 1;

@Controller('example')
class ExampleController {
  @Get('read')
  @RequireScope('read')
  read(): { version: number } {
    return { version };
  }

  @Get('text')
  @RequireScope('read')
  @Header('content-type', 'text/markdown')
  text(): string {
    return '# ä';
  }

  @Get('none')
  @RequireScope('read')
  none(): never {
    throw new NotFoundException('nothing here');
  }

  @Get('admin')
  @RequireScope('admin')
  admin(): { secret: boolean } {
    return { secret: true };
  }

  @Post('ask')
  @RequireScope('read')
  ask(): { ok: boolean } {
    return { ok: true };
  }

  @Get('open')
  @OpenToAll()
  open(): { ok: boolean } {
    return { ok: true };
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

let http: HttpApp;
beforeAll(async () => {
  http = await anHttpApp({ modules: [ExampleModule] });
});
afterAll(() => http?.close());

const ask = (path: string, { kept, method = 'GET' }: { kept?: string; method?: 'GET' | 'POST' } = {}) =>
  http.app.inject({ method, url: `/example/${path}`, headers: { 'x-api-key': http.adminKey, ...(kept === undefined ? {} : { 'if-none-match': kept }) } });

describe('what can be read', () => {
  it('is named, and not sent again to who has it', async () => {
    const first = await ask('read');
    expect(first.headers).toMatchObject({ etag: etagOf('{"version":1}'), 'cache-control': 'private, no-cache' });
    const again = await ask('read', { kept: first.headers['etag'] as string });
    expect([again.statusCode, again.body, again.headers['etag'], again.headers['cache-control'], again.headers['content-type'], again.headers['content-length']]).toEqual([304, '', first.headers['etag'], 'private, no-cache', undefined, undefined]);
    version = 2;
    const changed = await ask('read', { kept: first.headers['etag'] as string });
    expect([changed.statusCode, changed.json()]).toEqual([200, { version: 2 }]);
    expect(changed.headers['etag']).not.toBe(first.headers['etag']);
  });

  it('is named by its bytes, JSON or not', async () => {
    expect((await ask('text')).headers['etag']).toBe(etagOf(Buffer.from('# ä')));
  });
});

describe('what nobody may keep', () => {
  it.each(['admin', 'none'])('is told so: %s', async (path) => {
    const { headers } = await ask(path, { kept: '*' });
    expect([headers['cache-control'], headers['etag']]).toEqual(['no-store', undefined]);
  });

  it.each([['ask', 'POST'], ['open', 'GET']] as const)('has no name: %s', async (path, method) => {
    const answer = await ask(path, { kept: '*', method });
    expect([answer.statusCode < 300, answer.headers['etag']]).toEqual([true, undefined]);
  });
});
