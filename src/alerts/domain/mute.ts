import type { ChannelState } from './channel.js';

/** Alerts whose key fits the pattern are not told until then. */
export interface KeyMute {
  /** `*` stands for any text: `fresh:daily:pokemon:*`. */
  readonly keyPattern: string;
  readonly until: Date;
}

export interface MutableChannel {
  readonly state: ChannelState;
  /** Null where a muted channel stays so until somebody says otherwise. */
  readonly mutedUntil: Date | null;
}

/** Whether the key fits the pattern as a whole. `*` is the only special character. */
export function fitsPattern(pattern: string, key: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.at(-1);
  if (last === undefined) return pattern === key;
  if (key.length < first.length + last.length || !key.startsWith(first) || !key.endsWith(last)) return false;
  let at = first.length;
  const end = key.length - last.length;
  for (const part of rest.slice(0, -1)) {
    const found = key.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** A channel that was muted until an instant is active again from that instant on, without anybody writing it down. */
export function isChannelMuted(channel: MutableChannel, now: Date): boolean {
  return channel.state === 'muted' && (channel.mutedUntil === null || channel.mutedUntil > now);
}

export function isKeyMuted(mutes: readonly KeyMute[], key: string, now: Date): boolean {
  return mutes.some((mute) => mute.until > now && fitsPattern(mute.keyPattern, key));
}
