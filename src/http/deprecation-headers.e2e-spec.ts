import { Controller, Get, Module, NotFoundException } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import type { Day } from '../shared/day.js';
import { describeApi } from './configure-http.js';
import { Endpoint } from './endpoint.js';

class Answer {
  @ApiProperty({ example: true }) ok: boolean;
}

@Controller('example')
class ExampleController {
  @Get('old')
  @Endpoint({ summary: 'Old', description: 'It answers.', response: Answer, deprecated: { since: '2025-07-01' as Day, sunset: '2026-01-01' as Day, successor: '/v1/new' } })
  old(): Answer {
    return { ok: true };
  }

  @Get('old-and-lost')
  @Endpoint({ summary: 'Old', response: Answer, deprecated: { since: '2025-07-01' as Day, sunset: '2026-01-01' as Day } })
  lost(): Answer {
    throw new NotFoundException('nothing here');
  }

  @Get('new')
  @Endpoint({ summary: 'New', response: Answer })
  current(): Answer {
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

const ask = (path: string) => http.app.inject({ url: `/example/${path}`, headers: { 'x-api-key': http.readKey } });
const said = ({ headers }: Awaited<ReturnType<typeof ask>>) => [headers['deprecation'], headers['sunset'], headers['link']];

describe('a call that will go away', () => {
  it('says so with every answer, good or bad', async () => {
    expect(said(await ask('old'))).toEqual(['@1751328000', 'Thu, 01 Jan 2026 00:00:00 GMT', '</v1/new>; rel="successor-version"']);
    expect(said(await ask('old-and-lost'))).toEqual(['@1751328000', 'Thu, 01 Jan 2026 00:00:00 GMT', undefined]);
  });

  it('says so in the document', () => {
    const operation = describeApi(http.app).paths['/example/old']?.get;
    expect(operation).toMatchObject({ deprecated: true, description: 'Deprecated since 2025-07-01, answered until 2026-01-01. Use /v1/new instead. It answers.' });
    expect(operation?.responses['200']).toMatchObject({ headers: { Deprecation: { schema: { example: '@1751328000' } }, Sunset: {}, Link: {}, ETag: {}, 'X-Request-Id': {} } });
  });
});

describe('a call that stays', () => {
  it('says nothing of it', async () => {
    expect(said(await ask('new'))).toEqual([undefined, undefined, undefined]);
    expect(describeApi(http.app).paths['/example/new']?.get).not.toHaveProperty('deprecated');
  });
});
