import { Inject, Injectable, Logger } from '@nestjs/common';
import { AlertMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { AlertRepository } from './alert.repository.js';
import { type Channel, ChannelRepository } from './channel.repository.js';
import { RuleMessageRepository } from './rule-message.repository.js';
import { SignalEventRepository } from './signal-event.repository.js';
import { type Delivery, type DeliveryEnd, DeliveryRepository } from './delivery.repository.js';

/** What there is to be told beside alerts. */
@Injectable()
export class ToldRecords {
  constructor(
    readonly signals: SignalEventRepository,
    readonly rules: RuleMessageRepository,
  ) {}
}

/** Tables a delivery touches. */
@Injectable()
export class DeliveryRecords {
  constructor(
    readonly deliveries: DeliveryRepository,
    readonly channels: ChannelRepository,
    readonly alerts: AlertRepository,
    readonly told: ToldRecords,
  ) {}
}

/** Writes down how attempts end: in the outbox, the metrics and the log. */
@Injectable()
export class DeliveryJournal {
  private readonly logger = new Logger(DeliveryJournal.name);

  constructor(
    private readonly records: DeliveryRecords,
    private readonly metrics: AlertMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  async end(delivery: Delivery, channel: Channel | undefined, end: DeliveryEnd): Promise<void> {
    const isWritten = await this.records.deliveries.finish(delivery, end, this.now());
    if (!isWritten) return;
    if (channel !== undefined) this.metrics.countDelivery(channel.kind, end.state === 'pending' ? 'retried' : end.state);
    const of = `delivery ${delivery.id} (attempt ${delivery.attempts}) to channel "${delivery.channelName}"`;
    if (end.state === 'failed') this.logger.error(`Gave up ${of}: ${end.error}`);
    if (end.state === 'pending') this.logger.warn(`Will repeat ${of}: ${end.error}`);
  }
}
