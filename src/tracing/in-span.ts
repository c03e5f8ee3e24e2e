import { type Attributes, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';

/** Without a provider, which is how it is until somebody asks for traces, its spans are nothing. */
export const tracer = (): Tracer => trace.getTracer('pokewatch');

/** Runs `work` inside a span; what it does in turn becomes a part of it. An error marks it, and is thrown on. */
export function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The kind of an error alone: its message may hold what somebody sent. */
export function failed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
}
