import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayOf } from '../shared/day.js';
import { ApiUsage } from './api-usage.js';
import type { ApiKey } from './domain/api-key.js';
import { type DailyUsage, type KeyUsage, type UsageQuery, UsageRepository } from './usage.repository.js';

const DAYS_SHOWN = 30;

export interface OwnUsage {
  readonly today: DailyUsage;
  /** Null where the key has no limit of its own by the day. */
  readonly leftToday: number | null;
  readonly days: readonly DailyUsage[];
}

/** How much was asked, as far as this process knows to the request, and others have written. */
@Injectable()
export class UsageReports {
  constructor(
    private readonly counting: ApiUsage,
    private readonly usage: UsageRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async own(key: Pick<ApiKey, 'id' | 'limits'>): Promise<OwnUsage> {
    await this.counting.flush();
    const day = dayOf(this.clock.now());
    const days = await this.usage.days(key.id, this.firstDay());
    const today = days.find((each) => each.day === day) ?? { day, requests: 0, items: 0, refused: 0, errors: 0 };
    const { requestsPerDay } = key.limits;
    // What was refused has used up nothing.
    const leftToday = requestsPerDay === null ? null : Math.max(0, requestsPerDay - (today.requests - today.refused));
    return { today, leftToday, days };
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
