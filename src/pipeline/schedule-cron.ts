import { CronTime } from 'cron';
import { BadData, messageOf } from '../shared/errors.js';
import { type CronTimes, nextFiresMs } from './domain/schedule-times.js';

const CRON_PATTERN = /^\S+( \S+){4,5}$/;
const MIN_INTERVAL_MS = 60_000;
/** Where fire times are tried out: a rhythm shows itself here. */
const SAMPLE_MS = Date.UTC(2026, 0, 1);
const SAMPLE_COUNT = 20;

/**
 * The cron package behind one function. The package is asked for wall times in UTC alone, where every day has 24 hours; what a
 * zone makes of them is decided in domain/schedule-times.ts, the same for every worker whenever it asks.
 *
 * @throws BadData where the expression or the zone is none.
 */
export function cronTimes(cron: string, timeZone: string): CronTimes {
  const offsetMsAt = offsetIn(timeZone);
  const wall = parse(cron);
  const fields = cron.split(' ');
  return {
    isEveryHour: fields.at(-4) === '*',
    offsetMsAt,
    nextWallMs: (wallMs) => {
      try {
        return wall.getNextDateFrom(new Date(wallMs), 'UTC').toMillis();
      } catch {
        // The package gives up after eight years without a match.
        return undefined;
      }
    },
  };
}

/** Refuses an expression or zone that no schedule may have: none at all, one that never matches, or more than once a minute. */
export function requireUsableCron(cron: string, timeZone: string): void {
  const sample = nextFiresMs(cronTimes(cron, timeZone), SAMPLE_MS, SAMPLE_COUNT);
  if (sample.length === 0) throw new BadData(`cron "${cron}" never matches; expected a day that exists, such as "30 21 * * *".`);
  if (sample.some((at, i) => i > 0 && at - (sample[i - 1] ?? 0) < MIN_INTERVAL_MS)) {
    throw new BadData(`cron "${cron}" matches more than once a minute; expected at most once, such as "* * * * *".`);
  }
}

function parse(cron: string): CronTime {
  const expected = 'expected 5 fields (minute hour day month weekday) such as "30 21 * * *", or 6 with the second in front';
  if (!CRON_PATTERN.test(cron)) throw new BadData(`cron "${cron}" is no cron expression; ${expected}.`);
  try {
    return new CronTime(cron, 'UTC');
  } catch (error) {
    throw new BadData(`cron "${cron}" is no cron expression (${messageOf(error)}); ${expected}.`);
  }
}

function offsetIn(timeZone: string): CronTimes['offsetMsAt'] {
  const format = formatIn(timeZone);
  return (instantMs) => {
    const part = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
    const at = (name: string) => part[name] ?? 0;
    const wallMs = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
    return wallMs - Math.floor(instantMs / 1_000) * 1_000;
  };
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    throw new BadData(`time_zone "${timeZone}" is no time zone; expected a name of the IANA list, such as UTC, Europe/Berlin or America/New_York.`);
  }
}
