import { Inject, Injectable } from '@nestjs/common';
import { TargetGuard } from '../outbound/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, NotFound } from '../shared/errors.js';
import { requireSendable, toAddress } from './channel-request.js';
import { type Channel, type ChannelChange, type StoredMute } from './channel.repository.js';
import { channelAlertKey, DeliveryAttempt } from './delivery-attempt.js';
import { DeliveryRecords } from './delivery-journal.js';
import { LEASE_MS } from './delivery-loop.js';
import type { Delivery } from './delivery.repository.js';
import { AlertSender } from './alert-sender.js';
import { type ChannelAddress, type ChannelEvent, type ChannelKind, DEFAULT_EVENTS, targetHint } from './domain/channel.js';
import { isChannelMuted } from './domain/mute.js';

/** What says where we may send, and what time it is. */
@Injectable()
export class ChannelSurroundings {
  constructor(
    readonly guard: TargetGuard,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}
}

/** What the operator does with channels: add, change, mute, test, delete. Those of persons are not among them. */
@Injectable()
export class AlertChannels {
  constructor(
    private readonly records: DeliveryRecords,
    private readonly attempt: DeliveryAttempt,
    private readonly alertSender: AlertSender,
    private readonly surroundings: ChannelSurroundings,
  ) {}

  async list(): Promise<Channel[]> {
    const now = this.surroundings.clock.now();
    return (await this.records.channels.list()).map((channel) => asOf(channel, now));
  }

  async add(request: { kind: ChannelKind; name: string; target: unknown; events?: readonly ChannelEvent[] | undefined }): Promise<Channel> {
    const address = await this.addressFrom(request.kind, request.target);
    return this.records.channels.create({ address, name: request.name, events: request.events ?? DEFAULT_EVENTS, hint: targetHint(address), account: null, createdAt: this.surroundings.clock.now() });
  }

  /** Another name or target. A channel with a new target is active: whoever gives it one has reconnected it. */
  async change(id: number, change: { name?: string | undefined; target?: unknown; events?: readonly ChannelEvent[] | undefined }): Promise<Channel> {
    const channel = await this.find(id);
    if (change.name === undefined && change.target === undefined && change.events === undefined) throw new BadData('The request changes nothing; expected name, target or events.');
    const address = change.target === undefined ? undefined : await this.addressFrom(channel.kind, change.target);
    const changed = await this.update(id, {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.events === undefined ? {} : { events: change.events }),
      ...(address === undefined ? {} : { address, hint: targetHint(address) }),
      ...(address === undefined || channel.state !== 'reconnect_needed' ? {} : { state: 'active', stateReason: null }),
    });
    if (address !== undefined) await this.alertSender.recover(channelAlertKey(id), `The channel "${changed.name}" has a new target.`);
    return changed;
  }

  /** Mutes until the instant, or (null) until it is unmuted. A channel that needs to be reconnected is silent anyway. */
  async mute(id: number, until: Date | null): Promise<Channel> {
    const channel = await this.find(id);
    if (channel.state === 'reconnect_needed') throw new BadData(`channel ${id} needs to be reconnected and takes nothing; give it a new target first.`);
    this.requireFuture(until);
    return this.update(id, { state: 'muted', mutedUntil: until });
  }

  async unmute(id: number): Promise<Channel> {
    const channel = await this.find(id);
    return channel.state === 'muted' ? this.update(id, { state: 'active', mutedUntil: null }) : channel;
  }

  async delete(id: number): Promise<void> {
    const channel = await this.find(id);
    if (!(await this.records.channels.delete(id, this.surroundings.clock.now()))) throw noChannel(id);
    await this.alertSender.recover(channelAlertKey(id), `The channel "${channel.name}" was deleted.`);
  }

  /** Sends a message for real, now, muted or not, and answers what came back. One attempt. */
  async test(id: number): Promise<Delivery> {
    await this.find(id);
    const now = this.surroundings.clock.now();
    const delivery = await this.records.deliveries.beginTest(id, { now, leaseUntil: new Date(now.getTime() + LEASE_MS) });
    await this.attempt.make(delivery);
    return (await this.records.deliveries.find(delivery.id)) ?? delivery;
  }

  async muteKeys(request: { keyPattern: string; until: Date; reason: string }): Promise<StoredMute> {
    this.requireFuture(request.until);
    return this.records.channels.addMute({ ...request, createdAt: this.surroundings.clock.now() });
  }

  async keyMutes(): Promise<StoredMute[]> {
    return this.records.channels.mutes(this.surroundings.clock.now());
  }

  async unmuteKeys(id: number): Promise<void> {
    if (!(await this.records.channels.deleteMute(id))) throw new NotFound(`There is no mute ${id}; GET /v1/alert-mutes lists them.`);
  }

  private async addressFrom(kind: ChannelKind, target: unknown): Promise<ChannelAddress> {
    const address = toAddress(kind, target);
    await requireSendable(address, this.surroundings.guard);
    return address;
  }

  private async find(id: number): Promise<Channel> {
    const channel = await this.records.channels.find(id);
    if (channel === undefined || channel.account !== null) throw noChannel(id);
    return asOf(channel, this.surroundings.clock.now());
  }

  private async update(id: number, change: ChannelChange): Promise<Channel> {
    const changed = await this.records.channels.update(id, change, this.surroundings.clock.now());
    if (changed === undefined) throw noChannel(id);
    return changed;
  }

  private requireFuture(until: Date | null): void {
    if (until !== null && until <= this.surroundings.clock.now()) throw new BadData(`until ${until.toISOString()} is in the past; expected an instant to come.`);
  }
}

/** What a channel says of itself at an instant: a mute that is over is not shown. */
function asOf(channel: Channel, now: Date): Channel {
  return channel.state === 'muted' && !isChannelMuted(channel, now) ? { ...channel, state: 'active', mutedUntil: null } : channel;
}

function noChannel(id: number): NotFound {
  return new NotFound(`There is no alert channel ${id}; GET /v1/alert-channels lists them.`);
}
