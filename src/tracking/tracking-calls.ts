import type { OutboundLimits } from '../outbound/index.js';

/** How much at once a tracking server is asked; both kinds are happy with that. */
export const TRACKING_LIMITS: OutboundLimits = { requestsPerMinute: 600, burst: 60, concurrency: 2 };

export function basicHeader(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
