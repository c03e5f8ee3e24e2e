const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;

/** What one key has used of its minute and its UTC day. */
export interface Usage {
  readonly minuteUsed: number;
  readonly dayUsed: number;
  readonly minuteResetsAt: Date;
  readonly dayResetsAt: Date;
}

/** Counts what each key uses in fixed windows, as the sources do. */
export class RequestCounter {
  private readonly counts = new Map<string, { minute: number; minuteUsed: number; day: number; dayUsed: number }>();

  usage(key: string, at: Date): Usage {
    const minute = Math.floor(at.getTime() / MS_PER_MINUTE);
    const day = Math.floor(at.getTime() / MS_PER_DAY);
    const count = this.counts.get(key);
    return {
      minuteUsed: count?.minute === minute ? count.minuteUsed : 0,
      dayUsed: count?.day === day ? count.dayUsed : 0,
      minuteResetsAt: new Date((minute + 1) * MS_PER_MINUTE),
      dayResetsAt: new Date((day + 1) * MS_PER_DAY),
    };
  }

  /** One request of the minute, and what it costs of the day. */
  spend(key: string, at: Date, dayCost: number): Usage {
    const before = this.usage(key, at);
    const after = { ...before, minuteUsed: before.minuteUsed + 1, dayUsed: before.dayUsed + dayCost };
    this.counts.set(key, {
      minute: Math.floor(at.getTime() / MS_PER_MINUTE), minuteUsed: after.minuteUsed,
      day: Math.floor(at.getTime() / MS_PER_DAY), dayUsed: after.dayUsed,
    });
    return after;
  }
}

/** Whole seconds from one instant to a later one, at least 1. */
export function secondsUntil(later: Date, now: Date): number {
  return Math.max(1, Math.ceil((later.getTime() - now.getTime()) / 1000));
}
