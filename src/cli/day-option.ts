import { InvalidArgumentError } from 'commander';
import { type Day, parseDay } from '../shared/day.js';

/** A day given on the command line. */
export function toDayOption(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new InvalidArgumentError(`"${text}" is not a day; expected YYYY-MM-DD, for example 2025-06-30.`);
  return day;
}
