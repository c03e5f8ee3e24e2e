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
import { rulesSubject, rulesText, rulesTitle } from './domain/rules-content.js';
import { signalsSubject, signalsText, signalsTitle } from './domain/signals-content.js';
import type { RuleMessage } from './rule-message.repository.js';
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
    const { channels } = this.records;
    const [channel, address] = [await channels.find(delivery.channelId), await channels.addressOf(delivery.channelId)];
    if (channel === undefined || address === undefined) return this.journal.end(delivery, undefined, { state: 'failed', error: 'the channel was deleted', receipt: null });
    if (delivery.attempts > maxAttempts(delivery.kind)) return this.fail(delivery, channel, { error: 'every attempt ended without an answer', receipt: null });
    if (delivery.kind !== 'test' && (await this.isMuted(channel, delivery))) return this.journal.end(delivery, channel, { state: 'skipped_muted', error: null, receipt: null });
    const outcome = await this.sender.send(channel.id, address, await this.messageFor(delivery));
    await this.conclude(delivery, { channel, address, outcome });
  }

  private async isMuted(channel: Channel, delivery: Delivery): Promise<boolean> {
    const now = this.journal.now();
    // What the operator is silent about is not what a person waits for.
    return isChannelMuted(channel, now) || (channel.account === null && isKeyMuted(await this.records.channels.mutes(now), delivery.alertKey ?? '', now));
  }

  private async messageFor(delivery: Delivery): Promise<Message> {
    const { alerts, told } = this.records;
    const replay = delivery.replayOf === null ? {} : { replayId: delivery.id };
    const of = { deliveryId: delivery.replayOf ?? delivery.id, kind: delivery.kind, mayBeRepeat: delivery.mayBeRepeat, ...replay };
    const event = delivery.signalEventId === null ? undefined : await told.signals.find(delivery.signalEventId);
    if (event !== undefined) return { ...of, ...signalsMessage(event) };
    const found = delivery.ruleMessageId === null ? undefined : await told.rules.find(delivery.ruleMessageId);
    if (found !== undefined) return { ...of, ...rulesMessage(found) };
    const alert = delivery.alertId === null ? undefined : await alerts.find(delivery.alertId);
    return { ...of, ...(alert === undefined ? testMessage(delivery) : alertMessage(alert, delivery.kind === 'recover')) };
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

  /** A delivery that failed for good is told through the operator's other channels: once per channel, until it takes a message again. A person's is theirs to see. */
  private async fail(delivery: Delivery, channel: Channel, why: Pick<DeliveryEnd, 'error' | 'receipt'>): Promise<void> {
    await this.journal.end(delivery, channel, { state: 'failed', error: why.error, receipt: why.receipt });
    if (channel.account !== null) return;
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

type Said = Omit<Message, 'deliveryId' | 'kind' | 'mayBeRepeat' | 'replayId'>;

function signalsMessage({ key, content, createdAt: at }: SignalEvent): Said {
  return { key, severity: 'info', title: signalsTitle(content), text: signalsText(content), subject: signalsSubject(content), at, signals: content };
}

function rulesMessage({ key, content, createdAt: at }: RuleMessage): Said {
  return { key, severity: 'info', title: rulesTitle(content), text: rulesText(content), subject: rulesSubject(content), at, rules: content };
}

function testMessage({ channelName, createdAt: at }: Delivery): Said {
  return { key: 'test', severity: 'info', title: 'PokeWatch can reach you', text: `This channel ("${channelName}") takes messages. Nothing is wrong.`, subject: { channel: channelName }, at };
}

function alertMessage(alert: Alert, isOver: boolean): Said {
  const { key, severity, title, subject } = alert;
  return { key, severity, title, subject, text: isOver ? (alert.recoveryText ?? '') : alert.text, at: isOver ? (alert.recoveredAt ?? alert.openedAt) : alert.openedAt };
}
