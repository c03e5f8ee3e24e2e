import type { ChannelEvent } from './channel.js';
import { isChannelMuted, isKeyMuted, type KeyMute, type MutableChannel } from './mute.js';

export interface ReachableChannel extends MutableChannel {
  readonly events: readonly ChannelEvent[];
}

/** Of the channels that want to hear of such an event and can be reached: those that are told, and those that would have been but for a mute. */
export function audienceOf<T extends ReachableChannel>(of: { event: ChannelEvent; key: string; channels: readonly T[]; mutes: readonly KeyMute[] }, now: Date): { told: T[]; muted: T[] } {
  const reachable = of.channels.filter((channel) => channel.events.includes(of.event) && channel.state !== 'reconnect_needed');
  const isMuted = (channel: T): boolean => isChannelMuted(channel, now) || isKeyMuted(of.mutes, of.key, now);
  return { told: reachable.filter((each) => !isMuted(each)), muted: reachable.filter(isMuted) };
}
