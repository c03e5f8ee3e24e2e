import { BadData } from '../../shared/errors.js';
import { parseDay } from '../../shared/day.js';
import type { UsagePosition } from '../usage.repository.js';

const POSITION = /^(\S{10}) (\d{1,10}) (\w{1,100})$/;
const MAX_KEY_ID = 2_147_483_647;

class InvalidUsageCursor extends BadData {
  override readonly code = 'invalid_cursor';
  override readonly status = 400;
}

export function toUsageCursor({ day, keyId, operation }: UsagePosition): string {
  return Buffer.from(`${day} ${keyId} ${operation}`).toString('base64url');
}

export function fromUsageCursor(cursor: string): UsagePosition {
  const [, dayText = '', id = '', operation = ''] = POSITION.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const day = parseDay(dayText);
  if (day === undefined || Number(id) > MAX_KEY_ID) throw new InvalidUsageCursor('cursor is not one this service gave out; expected the `next_cursor` of the page before, unchanged.');
  return { day, keyId: Number(id), operation };
}
