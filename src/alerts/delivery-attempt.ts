import { Injectable } from '@nestjs/common';
import type { Alert } from './alert.repository.js';
import { AlertSender } from './alert-sender.js';
import type { Channel } from './channel.repository.js';
import { DeliveryJournal, DeliveryRecords } from './delivery-journal.js';
import type { Delivery, DeliveryEnd } from './delivery.repository.js';
import type { ChannelAddress } from './domain/channel.js';
import { type AttemptOutcome, maxAttempts, retryDelayMs } from './domain/delivery-outcome.js';
import type { Message } from './domain/message.js';
import { isChannelMuted, isKeyMuted } from './domain/mute.js';
import { signalsSubject, signalsText, signalsTitle } from './domain/signals-content.js';
import type { SignalEvent } from './signal-event.repository.js';
import { MessageSender } from './message-sender.js';

/** The key of the alert that says a channel does not take messages. */
export function channelAlertKey(channelId: number): string {
  return `alert-channel:${channelId}`;
}

/** Makes one attempt of a claimed delivery and writes down what came of it. */
@Injectable()
export class DeliveryAttempt {
  constructor(
    private readonly records: DeliveryRecords,
    private readonly journal: DeliveryJournal,
    private readonly sender: MessageSender,
    private readonly alertSender: AlertSender,
  ) {}

  async make(delivery: Delivery): Promise<void> {
    const { channels, alerts, signalEvents } = this.records;
    const [channel, address] = [await channels.find(delivery.channelId), await channels.addressOf(delivery.channelId)];
    if (channel === undefined || address === undefined) return this.journal.end(delivery, undefined, { state: 'failed', error: 'the channel was deleted', receipt: null });
    if (delivery.attempts > maxAttempts(delivery.kind)) return this.fail(delivery, channel, { error: 'every attempt ended without an answer', receipt: null });
    const alert = delivery.alertId === null ? undefined : await alerts.find(delivery.alertId);
    const event = delivery.signalEventId === null ? undefined : await signalEvents.find(delivery.signalEventId);
    if (delivery.kind !== 'test' && (await this.isMuted(channel, delivery))) return this.journal.end(delivery, channel, { state: 'skipped_muted', error: null, receipt: null });
    const outcome = await this.sender.send(channel.id, address, messageFor(delivery, alert, event));
    await this.conclude(delivery, { channel, address, outcome });
  }

  private async isMuted(channel: Channel, delivery: Delivery): Promise<boolean> {
    const now = this.journal.now();
    return isChannelMuted(channel, now) || isKeyMuted(await this.records.channels.mutes(now), delivery.alertKey ?? '', now);
  }

  private async conclude(delivery: Delivery, of: { channel: Channel; address: ChannelAddress; outcome: AttemptOutcome }): Promise<void> {
    const { channel, address, outcome } = of;
    const now = this.journal.now();
    switch (outcome.kind) {
      case 'delivered':
        await this.journal.end(delivery, channel, { state: 'delivered', error: null, receipt: outcome.receipt });
        if (delivery.kind === 'test' && channel.state === 'reconnect_needed') await this.records.channels.update(channel.id, { state: 'active', stateReason: null }, now);
        await this.alertSender.recover(channelAlertKey(channel.id), `The channel "${channel.name}" takes messages again.`);
        return;
      case 'retry':
        if (delivery.attempts >= maxAttempts(delivery.kind)) return this.fail(delivery, channel, { error: outcome.error, receipt: null });
        return this.retryLater(delivery, channel, outcome);
      case 'refused':
        return this.fail(delivery, channel, outcome);
      case 'forbidden':
        return this.fail(delivery, channel, { error: outcome.error, receipt: null });
      case 'gone':
        await this.records.channels.markReconnectNeeded(channel.id, address, { reason: outcome.error, now });
        await this.fail(delivery, channel, outcome);
        await this.records.deliveries.giveUp(channel.id, 'the channel needs to be reconnected', now);
    }
  }

  private async retryLater(delivery: Delivery, channel: Channel, outcome: Extract<AttemptOutcome, { kind: 'retry' }>): Promise<void> {
    const now = this.journal.now();
    const nextAttemptAt = new Date(now.getTime() + retryDelayMs(delivery.attempts, outcome.retryAfterSeconds, Math.random()));
    await this.journal.end(delivery, channel, { state: 'pending', error: outcome.error, receipt: null, nextAttemptAt, mayBeRepeat: outcome.isUnknown });
  }

  /** A delivery that failed for good is told through the other channels: once per channel, until it takes a message again. */
  private async fail(delivery: Delivery, channel: Channel, why: Pick<DeliveryEnd, 'error' | 'receipt'>): Promise<void> {
    await this.journal.end(delivery, channel, { state: 'failed', error: why.error, receipt: why.receipt });
    await this.alertSender.raise({
      key: channelAlertKey(channel.id),
      severity: 'critical',
      title: `Alerts do not reach the ${channel.kind} channel "${channel.name}"`,
      text: `Delivery ${delivery.id}${delivery.alertKey === null ? ' (a test)' : ` of ${delivery.alertKey}`} failed: ${why.error ?? 'no reason given'}. Test the channel, or give it a new target.`,
      subject: { channel_id: channel.id, channel: channel.name, delivery_id: delivery.id },
      exceptChannelId: channel.id,
    });
  }
}

function messageFor(delivery: Delivery, alert: Alert | undefined, event: SignalEvent | undefined): Message {
  const replay = delivery.replayOf === null ? {} : { replayId: delivery.id };
  const of = { deliveryId: delivery.replayOf ?? delivery.id, kind: delivery.kind, mayBeRepeat: delivery.mayBeRepeat, ...replay };
  if (event !== undefined) {
    const { key, content, createdAt: at } = event;
    return { ...of, key, severity: 'info', title: signalsTitle(content), text: signalsText(content), subject: signalsSubject(content), at, signals: content };
  }
  if (alert === undefined) {
    const text = `This channel ("${delivery.channelName}") takes messages. Nothing is wrong.`;
    return { ...of, key: 'test', severity: 'info', title: 'PokeWatch can reach you', text, subject: { channel: delivery.channelName }, at: delivery.createdAt };
  }
  const { key, severity, title, subject } = alert;
  const isOver = delivery.kind === 'recover';
  return { ...of, key, severity, title, subject, text: isOver ? (alert.recoveryText ?? '') : alert.text, at: isOver ? (alert.recoveredAt ?? alert.openedAt) : alert.openedAt };
}
