import { parseDay, type Day } from '../../shared/day.js';
import { BadData } from '../../shared/errors.js';

/** Where a feed goes on: the day it is about, and the last printing that was shown. */
export interface FeedPosition {
  readonly day: Day;
  readonly printingId: number;
}

export class InvalidCursor extends BadData {
  override readonly code = 'invalid_cursor';
  override readonly status = 400;

  constructor() {
    super('cursor is not one this service gave out; expected the `next_cursor` of the page before, unchanged.');
  }
}

export function toCursor({ day, printingId }: FeedPosition): string {
  return Buffer.from(`${day} ${printingId}`).toString('base64url');
}

export function fromCursor(cursor: string): FeedPosition {
  const [dayText = '', idText = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const day = parseDay(dayText);
  const printingId = Number(idText);
  if (day === undefined || !Number.isSafeInteger(printingId) || printingId < 0 || printingId > 2_147_483_647) throw new InvalidCursor();
  return { day, printingId };
}
