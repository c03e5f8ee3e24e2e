import { Body, Controller, Get, Logger, Module, Post } from '@nestjs/common';
import { IsArray } from 'class-validator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { RequireScope } from '../http/index.js';
import { ApiUsage } from './api-usage.js';

class BatchRequest {
  @IsArray()
  things: string[];
}

@Controller('example')
class ExampleController {
  @Get()
  @RequireScope('read')
  readSomething(): { ok: boolean } {
    return { ok: true };
  }

  @Post('batch')
  @RequireScope('read', { batchField: 'things' })
  readMany(@Body() body: BatchRequest): { count: number } {
    return { count: body.things.length };
  }

  @Post('broken')
  @RequireScope('read')
  breakSomething(): never {
    throw new Error('hunter2');
  }

  @Get('undeclared')
  undeclared(): { ok: boolean } {
    return { ok: true };
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

interface Usage {
  day: string;
  prefix: string;
  operation: string;
  requests: number;
  items: number;
  refused: number;
  errors: number;
}

let http: HttpApp;
let key: string;
const LIMIT = 30;
beforeAll(async () => {
  http = await anHttpApp({ modules: [ExampleModule] });
});
beforeEach(async () => {
  http.clock.set('2025-07-01T12:00:00Z');
  key = (await make({})).key;
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => http?.close());

const send = (method: 'GET' | 'POST', url: string, { as = key, payload = undefined as object | undefined, at = http } = {}) =>
  at.app.inject({ method, url, headers: { 'x-api-key': as }, ...(payload === undefined ? {} : { payload }) });
const make = async (settings: object) =>
  (await send('POST', '/v1/admin/api-keys', { as: http.adminKey, payload: { name: 'counted', scopes: ['read'], ...settings } })).json<{ key: string; prefix: string }>();
const page = async (query: string) => (await send('GET', `/v1/admin/usage?${query}`, { as: http.adminKey })).json<{ items: Usage[]; next_cursor: string | null }>();
const usage = async (of = key, more = '') => (await page(`prefix=${of.slice(3, 11)}&${more}`)).items.map(({ day, operation, requests, items, refused, errors }) => [day, operation, requests, items, refused, errors]);
const own = async (as = key) => (await send('GET', '/v1/usage', { as })).json<{ days: Usage[]; today: Usage; requests_per_day: number | null }>();

describe('usage', () => {
  it('is counted by key, day and call, with the items of batches', async () => {
    await send('GET', '/example');
    await send('GET', '/example');
    await send('POST', '/example/batch', { payload: { things: ['a', 'b', 'c'] } });
    await send('POST', '/example/batch', { payload: { things: 'none' } });
    await send('POST', '/example/broken');
    await send('GET', '/example/undeclared');
    await send('GET', '/example', { as: 'nobody' });
    expect(await usage()).toEqual([
      ['2025-07-01', 'breakSomething', 1, 0, 0, 1],
      ['2025-07-01', 'other', 1, 0, 0, 0],
      ['2025-07-01', 'readMany', 2, 3, 0, 0],
      ['2025-07-01', 'readSomething', 2, 0, 0, 0],
    ]);
  });

  it('tells refusals from the rest', async () => {
    key = (await make({ requests_per_minute: LIMIT })).key;
    for (let i = 0; i < LIMIT + 4; i++) await send('GET', '/example');
    expect(await usage()).toEqual([['2025-07-01', 'readSomething', LIMIT + 4, 0, 4, 0]]);
  });

  it('of a key is shown to it, with what it may ask', async () => {
    const limited = (await make({ requests_per_day: 10 })).key;
    for (let i = 0; i < 3; i++) await send('GET', '/example', { as: limited });
    expect(await own(limited)).toMatchObject({ name: 'counted', prefix: limited.slice(3, 11), requests_per_day: 10, requests_per_minute: 100_000, today: { day: '2025-07-01', requests: 3 } });
    expect(await own(key)).toMatchObject({ requests_per_day: 100_000_000, days: [], today: { requests: 0, items: 0, refused: 0, errors: 0 } });
  });

  it('is read page by page, and by call', async () => {
    await send('GET', '/example');
    await send('POST', '/example/batch', { payload: { things: [] } });
    const of = `prefix=${key.slice(3, 11)}`;
    const first = await page(`${of}&limit=1`);
    const second = await page(`${of}&limit=1&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map(({ operation }) => operation)).toEqual(['readMany', 'readSomething']);
    expect(second.next_cursor).toBeNull();
    expect((await page(`${of}&operation=readMany`)).items.map(({ operation }) => operation)).toEqual(['readMany']);
    expect((await send('GET', '/v1/admin/usage?cursor=nonsense', { as: http.adminKey })).json()).toMatchObject({ status: 400, code: 'invalid_cursor' });
    expect((await send('GET', '/v1/admin/usage')).statusCode).toBe(403);
  });

  it('of several processes adds up, and one that stops writes what it has first', async () => {
    const beside = await anHttpApp({ modules: [ExampleModule], beside: http });
    for (let i = 0; i < 2; i++) await send('GET', '/example');
    for (let i = 0; i < 3; i++) await send('GET', '/example', { at: beside });
    await beside.close();
    expect(await usage()).toEqual([['2025-07-01', 'readSomething', 5, 0, 0, 0]]);
  });

  it('that cannot be written waits for the next time', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    await send('GET', '/example');
    await http.query('ALTER TABLE api_usage RENAME TO away');
    await http.app.get(ApiUsage).flush();
    await send('GET', '/example');
    await http.app.get(ApiUsage).flush();
    await http.query('ALTER TABLE away RENAME TO api_usage');
    expect(warned.mock.calls.flat().join()).toContain('Could not write how much was asked');
    expect(await usage()).toEqual([['2025-07-01', 'readSomething', 2, 0, 0, 0]]);
  });

  it('belongs to the day it was asked on, in UTC', async () => {
    http.clock.set('2025-07-01T23:59:59Z');
    await http.app.get(ApiUsage).flush();
    await send('GET', '/example');
    await http.app.get(ApiUsage).flush();
    http.clock.set('2025-07-02T00:00:00Z');
    await http.app.get(ApiUsage).flush();
    await send('GET', '/example');
    expect(await usage()).toEqual([['2025-07-02', 'readSomething', 1, 0, 0, 0], ['2025-07-01', 'readSomething', 1, 0, 0, 0]]);
    expect(await usage(key, 'since=2025-07-02')).toEqual([['2025-07-02', 'readSomething', 1, 0, 0, 0]]);
  });
});
