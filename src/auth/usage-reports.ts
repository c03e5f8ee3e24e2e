import { Inject, Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayOf } from '../shared/day.js';
import { ApiUsage } from './api-usage.js';
import type { ApiKey } from './domain/api-key.js';
import { RequestLimits } from './request-limits.js';
import { type DailyUsage, type KeyUsage, type UsageQuery, UsageRepository } from './usage.repository.js';

const DAYS_SHOWN = 30;

export interface OwnUsage {
  readonly today: DailyUsage;
  /** What it may ask at once, and by the minute: its own limit, or that of everybody. */
  readonly requestsPerMinute: number;
  /** Null: no limit by the day. */
  readonly requestsPerDay: number | null;
  readonly days: readonly DailyUsage[];
}

/** How much was asked, as far as this process knows to the request, and others have written. */
@Injectable()
export class UsageReports {
  constructor(
    private readonly counting: ApiUsage,
    private readonly usage: UsageRepository,
    @InjectThrottlerStorage() private readonly limits: RequestLimits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async own(key: Pick<ApiKey, 'id' | 'limits'>): Promise<OwnUsage> {
    await this.counting.flush();
    const day = dayOf(this.clock.now());
    const days = await this.usage.days(key.id, this.firstDay());
    const today = days.find((each) => each.day === day) ?? { day, requests: 0, items: 0, refused: 0, errors: 0 };
    const { minute, day: daily } = this.limits.book.of(key);
    return { today, requestsPerMinute: minute.limit, requestsPerDay: daily?.limit ?? null, days };
  }

  async page(query: Omit<UsageQuery, 'since'> & { since?: Day | undefined }): Promise<{ rows: KeyUsage[]; last: KeyUsage | undefined }> {
    await this.counting.flush();
    const found = await this.usage.page({ ...query, since: query.since ?? this.firstDay(), limit: query.limit + 1 });
    const rows = found.slice(0, query.limit);
    return { rows, last: found.length > query.limit ? rows.at(-1) : undefined };
  }

  private firstDay(): Day {
    return addDays(dayOf(this.clock.now()), 1 - DAYS_SHOWN);
  }
}
