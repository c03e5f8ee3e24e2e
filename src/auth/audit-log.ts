import { Inject, Injectable, Logger } from '@nestjs/common';
import { AuditMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { type AuditEntry, type AuditQuery, AuditRepository, type NewAuditEntry } from './audit.repository.js';
import { redactedBody } from './domain/redacted-body.js';

/** Something that was done: what it is called, what was sent, and over HTTP by which request. */
export interface Act {
  readonly actor: { readonly id: number | null; readonly prefix: string; readonly name: string };
  readonly operation: string;
  readonly body: unknown;
  readonly request?: { readonly address: string; readonly id: string; readonly method: string; readonly path: string; readonly status: number };
}

const MAX_PATH_CHARACTERS = 400;
/** Who acts at the command line, instead of a key. */
export const COMMAND_LINE = 'cli';

/** Who did what, for good. */
@Injectable()
export class AuditLog {
  private readonly logger = new Logger(AuditLog.name);

  constructor(
    private readonly entries: AuditRepository,
    private readonly metrics: AuditMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Never fails: what was done is done. An entry that cannot be written goes to the log of the process, and is counted. */
  async record(act: Act): Promise<void> {
    const entry = this.toEntry(act);
    try {
      await this.entries.append(entry);
    } catch (error) {
      this.metrics.countFailure();
      this.logger.error(`Could not write to the audit log: ${messageOf(error)}. The entry: ${JSON.stringify(entry)}`);
    }
  }

  async page(query: AuditQuery): Promise<{ entries: AuditEntry[]; nextCursor: number | null }> {
    const found = await this.entries.page({ ...query, limit: query.limit + 1 });
    const entries = found.slice(0, query.limit);
    return { entries, nextCursor: found.length > query.limit ? (entries.at(-1)?.id ?? null) : null };
  }

  private toEntry({ actor, operation, body, request }: Act): NewAuditEntry {
    return {
      at: this.clock.now(),
      actorKeyId: actor.id,
      actorPrefix: actor.prefix,
      actorName: actor.name,
      address: request?.address ?? null,
      requestId: request?.id ?? null,
      operation,
      method: request?.method ?? null,
      path: request?.path.slice(0, MAX_PATH_CHARACTERS) ?? null,
      status: request?.status ?? null,
      body: redactedBody(body),
    };
  }
}
