import { trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline } from '../../src/pipeline/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type HookServer, startHookServer } from '../support/hook-server.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const DAY = '2026-06-30' as Day;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

interface SentSpan { traceId: string; spanId: string; parentSpanId?: string; name: string; status?: { code?: number; message?: string }; attributes: { key: string; value: Record<string, unknown> }[] }

/** Only what is sent counts: it goes when the application closes. */
async function spansOf(work: (running: RunningApp) => Promise<void>, receiver: HookServer): Promise<SentSpan[]> {
  receiver.requests.length = 0;
  const running = await startApp({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  try {
    await work(running);
  } finally {
    await running.close();
  }
  return receiver.requests
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] }).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

describe('traces', () => {
  let receiver: HookServer;
  beforeAll(async () => void (receiver = await startHookServer({ status: 200, body: '{}' })));
  afterAll(() => receiver?.close());

  it('show a request as a part of the trace of whoever asks, with its statements in it', async () => {
    const spans = await spansOf(async ({ url, readKey }) => {
      const answer = await fetch(`${url}/v1/games`, { headers: { 'x-api-key': readKey, traceparent: `00-${TRACE}-${PARENT}-01` } });
      expect(answer.status).toBe(200);
      await fetch(`${url}/livez`);
    }, receiver);
    const request = spans.find(({ name }) => name === 'GET /v1/games');
    expect(request).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    expect(request?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
    const statements = spans.filter(({ name, traceId }) => name === 'pg SELECT' && traceId === TRACE);
    expect(statements.length).toBeGreaterThan(0);
    for (const { parentSpanId } of statements) expect(parentSpanId).toBe(request?.spanId);
    expect(spans.some(({ name }) => name.includes('/livez'))).toBe(false);
    // A key, or a value of a statement, is in none of them.
    expect(JSON.stringify(spans)).not.toMatch(/pw_[A-Za-z0-9]{8}_/);
  }, 60_000);

  it('show the stages of a run, with what they asked the database', async () => {
    const spans = await spansOf(async ({ app }) => {
      await app.get(SimulatedMarketStage).seed({ seed: 3, printings: 20, firstDay: addDays(DAY, -10), lastDay: DAY, progress: silentProgress });
      const game = (await app.get(CatalogueReader).gameBySlug('simulated')) as Game;
      for await (const _ of app.get(Pipeline).runEach([DAY], { game, trigger: 'cli' }));
    }, receiver);
    const stages = spans.filter(({ name }) => name.startsWith('stage '));
    expect(stages.map(({ name }) => name)).toEqual(expect.arrayContaining(['stage collect', 'stage features', 'stage signal']));
    const signal = stages.find(({ name }) => name === 'stage signal');
    expect(signal?.attributes).toContainEqual({ key: 'pokewatch.run_id', value: { stringValue: `daily:simulated:${DAY}:1` } });
    expect(spans.some(({ name, parentSpanId }) => name.startsWith('pg ') && parentSpanId === signal?.spanId)).toBe(true);
  }, 60_000);

  it('hold nobody up where their receiver is away, and are not made where nobody asked for them', async () => {
    const running = await startApp({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect((await fetch(`${running.url}/v1/games`, { headers: { 'x-api-key': running.readKey } })).status).toBe(200);
    await running.close();
    expect(trace.getTracer('x').startSpan('y').isRecording()).toBe(false);
  }, 60_000);
});
