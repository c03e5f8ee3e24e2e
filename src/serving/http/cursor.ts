import { parseDay, type Day } from '../../shared/day.js';
import { BadData } from '../../shared/errors.js';

/** Where a feed goes on: the day it is about, and the last printing that was shown. */
export interface FeedPosition {
  readonly day: Day;
  readonly printingId: number;
}

const POSITION = /^(\S{10}) (\d{1,10})$/;
const MAX_PRINTING_ID = 2_147_483_647;

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
  const [, dayText = '', idText = ''] = POSITION.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const day = parseDay(dayText);
  const printingId = Number(idText);
  if (day === undefined || printingId > MAX_PRINTING_ID) throw new InvalidCursor();
  return { day, printingId };
}
