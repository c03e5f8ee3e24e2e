import { ValidateBy } from 'class-validator';
import { parseDay } from '../shared/day.js';

/** The value is a calendar day that exists, written `YYYY-MM-DD`. */
export function IsDay(): PropertyDecorator {
  return ValidateBy({
    name: 'isDay',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && parseDay(value) !== undefined,
      defaultMessage: () => '$property must be a day that exists, written YYYY-MM-DD',
    },
  });
}
