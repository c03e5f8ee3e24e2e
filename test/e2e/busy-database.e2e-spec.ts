import { Controller, Get, Module } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenToAll } from '../../src/http/index.js';
import { anHttpApp, type HttpApp } from '../builders/http-app.builder.js';

@Controller()
@OpenToAll()
class SleepController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('v1/sleep')
  async sleep(): Promise<object> {
    await this.dataSource.query('SELECT pg_sleep(5)');
    return { slept: true };
  }

  @Get('v1/awake')
  async awake(): Promise<object> {
    return (await this.dataSource.query('SELECT 1 AS awake'))[0] as object;
  }
}

@Module({ controllers: [SleepController] })
class SleepModule {}

let http: HttpApp;
const get = (url: string) => http.app.inject({ method: 'GET', url });
const busy = { statusCode: 503, body: expect.stringContaining('"code":"database_busy"'), headers: expect.objectContaining({ 'retry-after': '1', 'content-type': expect.stringMatching(/^application\/problem\+json/) }) };

describe('a database with too much to do', () => {
  beforeAll(async () => {
    http = await anHttpApp({ modules: [SleepModule], connection: { statementTimeoutMs: 800, poolWaitMs: 200, poolSize: 1 } });
  });
  afterAll(() => http?.close());

  it('ends a statement that takes too long, and its request is told to come back', async () => {
    expect(await get('/v1/sleep')).toMatchObject(busy);
    expect((await get('/v1/awake')).json()).toEqual({ awake: 1 });
  });

  it('lets nobody wait long for a connection', async () => {
    // inject() only begins when somebody waits for it.
    const sleeper = Promise.resolve(get('/v1/sleep'));
    await sleep(100);
    expect(await get('/v1/awake')).toMatchObject(busy);
    await sleeper;
    expect((await get('/v1/awake')).json()).toEqual({ awake: 1 });
  });
});

describe('without a limit, as the pipeline has its connections', () => {
  beforeAll(async () => {
    http = await anHttpApp({ modules: [SleepModule] });
  });
  afterAll(() => http?.close());

  it('a statement may take its time', async () => {
    expect(await http.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '0' }]);
  });
});
