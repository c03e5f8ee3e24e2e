import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pg from 'pg';

const MOST_CHARACTERS = 500;
type Query = (...args: unknown[]) => unknown;

/**
 * A span for each statement that is a part of something; what runs by itself (listening, looking at schedules) would be a trace of one line each. The text
 * has no values, which go by parameters. Returns what puts things back.
 */
export function traceStatements(): () => void {
  const client = pg.Client.prototype as unknown as { query: Query };
  const { query } = client;
  client.query = function traced(this: unknown, ...args: unknown[]): unknown {
    if (trace.getSpan(context.active()) === undefined) return query.apply(this, args);
    const [first] = args;
    const text = typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text ?? '');
    const span = trace.getTracer('pokewatch').startSpan(`pg ${/^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'query'}`, { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, MOST_CHARACTERS) } });
    return ended(span, args, () => query.apply(this, args));
  };
  return () => void (client.query = query);
}

/** Whichever way the caller is told: by a promise, by a callback, or by a stream. */
function ended(span: Span, args: unknown[], ask: () => unknown): unknown {
  const callback = args.at(-1);
  if (typeof callback === 'function') {
    args[args.length - 1] = context.bind(context.active(), (error: unknown, ...rest: unknown[]) => {
      if (error) fail(span);
      span.end();
      (callback as Query)(error, ...rest);
    });
    return ask();
  }
  const answer = ask();
  if (!(answer instanceof Promise)) {
    span.end();
    return answer;
  }
  return answer.then(
    (value: unknown) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      fail(span);
      span.end();
      throw error;
    },
  );
}

/** What went wrong may hold what somebody sent: the trace says that it did. */
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
}
