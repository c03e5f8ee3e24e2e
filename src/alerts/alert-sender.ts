import { Inject, Injectable, Logger } from '@nestjs/common';
import { AlertMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Alert, AlertRepository } from './alert.repository.js';
import { type Channel, ChannelRepository } from './channel.repository.js';
import { audienceOf } from './domain/audience.js';
import type { AlertSubject, Severity } from './domain/message.js';

export interface AlertRequest {
  /** Names the breach: while an alert with this key is open, raising it again changes nothing. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly subject: AlertSubject;
  /** A channel that is not to be told, because the alert is about it. */
  readonly exceptChannelId?: number;
}

/**
 * Says that something is wrong, and that it came good. Both only write: the messages wait in the outbox and are sent by the
 * {@link DeliveryLoop} of a worker, so that a slow channel delays nobody who raises.
 */
@Injectable()
export class AlertSender {
  private readonly logger = new Logger(AlertSender.name);

  constructor(
    private readonly alerts: AlertRepository,
    private readonly channels: ChannelRepository,
    private readonly metrics: AlertMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The alert where this call opened it; undefined where it is open already, whoever raised it. */
  async raise(request: AlertRequest): Promise<Alert | undefined> {
    const now = this.clock.now();
    const [channels, mutes] = await Promise.all([this.channels.list(), this.channels.mutes(now)]);
    const others = channels.filter((channel) => channel.id !== request.exceptChannelId);
    const { told, muted } = audienceOf({ event: 'alerts', key: request.key, channels: others, mutes }, now);
    const { key, severity, title, text, subject } = request;
    const opened = await this.alerts.open({ key, severity, title, text, subject, openedAt: now }, { told: ids(told), muted: ids(muted) });
    if (opened === undefined) return undefined;
    for (const channel of muted) this.metrics.countDelivery(channel.kind, 'skipped_muted');
    this.logger.warn(`Alert ${key}: ${title} (${told.length} channel(s) told, ${muted.length} muted)`);
    return opened;
  }

  /** The alert where this call closed it; undefined where none with this key is open. */
  async recover(key: string, text: string): Promise<Alert | undefined> {
    const recovered = await this.alerts.recover(key, text, this.clock.now());
    if (recovered !== undefined) this.logger.log(`Alert ${key} is over: ${text}`);
    return recovered;
  }
}

function ids(channels: readonly Channel[]): number[] {
  return channels.map((channel) => channel.id);
}
