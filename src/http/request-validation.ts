import { type ArgumentMetadata, BadRequestException, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { FieldProblem, ProblemMembers } from './problem.js';

const SOURCES: Readonly<Record<string, string>> = { body: 'body', query: 'query', param: 'path', custom: 'body' };
const MAX_FIELDS = 50;
const MAX_SHOWN_CHARACTERS = 80;

/** A request whose fields do not fit, all of them named at once. */
export class InvalidRequest extends BadRequestException implements ProblemMembers {
  readonly problemMembers: { errors: FieldProblem[] };

  constructor(fields: FieldProblem[]) {
    const count = fields.length === 1 ? '1 field' : `${fields.length} fields`;
    super({ code: 'validation_failed', message: `${count} of the request cannot be used: ${fields[0]?.detail ?? 'no body'}` });
    this.problemMembers = { errors: fields };
  }
}

/** Carries what class-validator found to where the raw input is at hand. */
class Unfit extends Error {
  constructor(readonly found: ValidationError[]) {
    super('the request does not fit');
  }
}

/** Checks every body, query and path parameter against its DTO; refuses fields nobody declared. */
@Injectable()
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({ transform: true, whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, exceptionFactory: (found) => new Unfit(found) });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const source = SOURCES[metadata.type] ?? 'body';
    if (metadata.type === 'body' && (value === undefined || value === null)) {
      throw new InvalidRequest([{ in: source, pointer: '#', detail: 'the body is empty; expected a JSON object', code: 'required' }]);
    }
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      throw new InvalidRequest(error.found.flatMap((each) => toFieldProblems(each, { in: source, pointer: '#', raw: value })).slice(0, MAX_FIELDS));
    }
  }
}

interface Place {
  in: string;
  pointer: string;
  /** The input as it came, before it was converted: what the caller recognises. */
  raw: unknown;
}

function toFieldProblems(error: ValidationError, parent: Place): FieldProblem[] {
  const raw = typeof parent.raw === 'object' && parent.raw !== null ? (parent.raw as Record<string, unknown>)[error.property] : undefined;
  const pointer = `${parent.pointer}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {});
  const children = (error.children ?? []).flatMap((child) => toFieldProblems(child, { in: parent.in, pointer, raw }));
  if (own.length === 0) return children;
  const [rule, sentence] = own[own.length - 1] as [string, string];
  const code = rule === 'whitelistValidation' ? 'unknown_field' : raw === undefined ? 'required' : 'invalid';
  return [{ in: parent.in, pointer, detail: `${error.property}: got ${show(raw)}; ${sentence}`, code }, ...children];
}

function show(raw: unknown): string {
  // JSON has no way to write what 1e999 is read as.
  const text = raw === undefined ? 'nothing' : typeof raw === 'number' ? String(raw) : JSON.stringify(raw);
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}
