import { randomUUID } from 'node:crypto';
import type { RequestHeaders } from './raw.js';

const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Of this process: ids only have to differ, and a random one for each request costs more than all the rest of its head. */
const PROCESS_ID = randomUUID().replaceAll('-', '').slice(0, 16);
const BASE = 36;
let made = 0;

/** The id its caller gave a request, if that is a plain one; else a new one. */
export function requestIdOf(headers: RequestHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : `${PROCESS_ID}-${(made++).toString(BASE)}`;
}
