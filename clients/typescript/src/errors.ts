import type { Schemas } from './call-shapes.js';

export type FieldProblem = Schemas['FieldProblem'];

/** The API (or something in front of it) has answered, and the answer is no. */
export class PokewatchProblem extends Error {
  override readonly name = 'PokewatchProblem';
  /** HTTP status. */
  readonly status: number;
  /** Stable; the thing to switch on. `http_<status>` where what answered was not the API. */
  readonly code: string;
  /** A sentence for people. */
  readonly detail: string;
  /** The fields of the request that cannot be used; empty where it was not about fields. */
  readonly errors: readonly FieldProblem[];
  /** Names the request in the service's log. */
  readonly requestId: string | undefined;
  /** How long the service asks to wait before the next attempt. */
  readonly retryAfterMs: number | undefined;
  /** Everything that was answered, such as `suggestions` of an unknown card. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, members: Readonly<Record<string, unknown>>, of: { requestId?: string | undefined; retryAfterMs?: number | undefined } = {}) {
    const code = typeof members['code'] === 'string' ? members['code'] : `http_${status}`;
    const detail = typeof members['detail'] === 'string' ? members['detail'] : `The server answered ${status}.`;
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = Array.isArray(members['errors']) ? (members['errors'] as FieldProblem[]) : [];
    this.requestId = of.requestId;
    this.retryAfterMs = of.retryAfterMs;
    this.members = members;
  }
}

/** Why there is no answer. */
export type NoAnswerReason = 'network' | 'timeout' | 'unreadable';

/** There is no answer: no connection, none in time, or one that is cut off or is not what the API speaks. */
export class PokewatchNoAnswer extends Error {
  override readonly name = 'PokewatchNoAnswer';
  readonly reason: NoAnswerReason;
  /** How often it was tried. */
  attempts = 1;

  constructor(reason: NoAnswerReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

const MAX_SHOWN_CHARACTERS = 200;

/** Reads an answer that is not a success. */
export async function readProblem(response: Response): Promise<PokewatchProblem> {
  const text = await response.text();
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const of = { requestId, retryAfterMs: retryAfterMs(response.headers.get('retry-after')) };
  return new PokewatchProblem(response.status, membersOf(text), of);
}

function membersOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  } catch {
    // A proxy's page: shown as the text it is.
  }
  return text.trim() === '' ? {} : { detail: text.trim().slice(0, MAX_SHOWN_CHARACTERS) };
}

/** `Retry-After` in seconds or as a date; undefined where it says nothing that can be read. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
