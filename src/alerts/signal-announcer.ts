import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { audienceOf } from './domain/audience.js';
import { type SaidSignal, signalsContent, signalsKey } from './domain/signals-content.js';
import { ChannelRepository } from './channel.repository.js';
import { SignalEventRepository } from './signal-event.repository.js';

export interface Announcement {
  /** Slug of the game. */
  readonly game: string;
  readonly day: string;
  readonly isSimulated: boolean;
  readonly runId?: string | undefined;
  readonly signals: readonly SaidSignal[];
}

/** Tells the channels that want to hear of signals what is new: one message per game and day. Only writes; workers send. */
@Injectable()
export class SignalAnnouncer {
  private readonly logger = new Logger(SignalAnnouncer.name);

  constructor(
    private readonly events: SignalEventRepository,
    private readonly channels: ChannelRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether anybody wants to hear of signals. */
  async isHeard(): Promise<boolean> {
    return (await this.channels.list()).some((channel) => channel.events.includes('signals'));
  }

  /** True where it will be told now; false where there is nothing to tell, or the day has been told before. */
  async announce({ game, day, isSimulated, runId, signals }: Announcement): Promise<boolean> {
    if (signals.length === 0) return false;
    const now = this.clock.now();
    const content = signalsContent({ game, date: day, is_simulated: isSimulated }, signals);
    const key = signalsKey(content);
    const audience = audienceOf({ event: 'signals', key, channels: await this.channels.list(), mutes: await this.channels.mutes(now) }, now);
    const isNew = await this.events.add({ key, content, runId, createdAt: now }, { told: audience.told.map((each) => each.id), muted: audience.muted.map((each) => each.id) });
    if (isNew) this.logger.log(`${key}: ${content.count} new signal(s) for ${audience.told.length} channel(s)`);
    return isNew;
  }
}
