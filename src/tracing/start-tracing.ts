import { context, propagation, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { traceRequests } from './http-spans.js';

export interface TracingOptions {
  /** Of an OTLP receiver over HTTP, such as http://collector:4318. */
  readonly endpoint: string;
  readonly version: string;
  readonly role: string;
}

/**
 * From here on requests, stages and outbound calls are told to an OTLP receiver. What it needs is loaded here and not before: who asks for no
 * traces pays nothing. A receiver that is away loses spans and holds nobody up. Returns what sends the rest and ends it.
 */
export async function startTracing(server: FastifyInstance, { endpoint, version, role }: TracingOptions): Promise<() => Promise<void>> {
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }, { AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/core'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'pokewatch', 'service.version': version, 'service.instance.role': role }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  traceRequests(server);
  return async () => {
    // A receiver that is away is told about by the exporter itself; what it was to get is lost.
    await provider.shutdown().catch(() => undefined);
    for (const api of [trace, context, propagation]) api.disable();
  };
}
