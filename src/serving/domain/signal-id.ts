import { type Day, parseDay } from '../../shared/day.js';

/** What names one signal: what was said of a printing on a day under a policy. */
export interface SignalKey {
  readonly printingId: number;
  readonly day: Day;
  readonly policyVersion: string;
}

const PATTERN = /^([1-9]\d{0,9})-(\d{4}-\d{2}-\d{2})-([A-Za-z0-9._-]+)$/;
const MAX_PRINTING_ID = 2_147_483_647;

/** `4711-2025-06-30-net-1f2e3d4c`: the public id of a signal, fit for a URL and a command line without quotes. */
export function toSignalId({ printingId, day, policyVersion }: SignalKey): string {
  return `${printingId}-${day}-${policyVersion}`;
}

/** The opposite of {@link toSignalId}; undefined where the text is not the id of a signal. */
export function parseSignalId(text: string): SignalKey | undefined {
  const [, printing = '', date = '', policyVersion = ''] = PATTERN.exec(text) ?? [];
  const printingId = Number(printing);
  const day = parseDay(date);
  return day === undefined || printingId > MAX_PRINTING_ID ? undefined : { printingId, day, policyVersion };
}
