import { Injectable } from '@nestjs/common';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { ChannelSurroundings } from './alert-channels.js';
import { requireSendable, toAddress } from './channel-request.js';
import type { Channel } from './channel.repository.js';
import { DeliveryAttempt } from './delivery-attempt.js';
import { DeliveryRecords } from './delivery-journal.js';
import { LEASE_MS } from './delivery-loop.js';
import type { Delivery } from './delivery.repository.js';
import { type ChannelKind, targetHint } from './domain/channel.js';
import { type MessageHours, nextDigestAt } from './domain/message-hours.js';

export interface MyChannelChange {
  readonly name?: string | undefined;
  readonly target?: unknown;
  readonly hours?: Partial<MessageHours> | undefined;
}

const MAX_CHANNELS = 10;

/** What a person does with the channels that are theirs: nobody else sees them, and the operator neither. */
@Injectable()
export class MyChannels {
  constructor(
    private readonly records: DeliveryRecords,
    private readonly attempt: DeliveryAttempt,
    private readonly surroundings: ChannelSurroundings,
  ) {}

  async list(account: string): Promise<Channel[]> {
    return this.records.channels.list(account);
  }

  async add(account: string, request: { kind: ChannelKind; name: string; target: unknown; hours?: Partial<MessageHours> | undefined }): Promise<Channel> {
    if ((await this.list(account)).length >= MAX_CHANNELS) throw new Conflict(`There are ${MAX_CHANNELS} channels already, and no more are kept for one account; delete one first.`);
    const address = toAddress(request.kind, request.target);
    await requireSendable(address, this.surroundings.guard);
    const createdAt = this.surroundings.clock.now();
    const channel = await this.records.channels.create({ address, name: request.name, events: [], hint: targetHint(address), account, createdAt });
    return request.hours === undefined ? channel : this.change(account, channel.id, { hours: request.hours });
  }

  /** What is not in the change stays. A channel with a new target is active again. */
  async change(account: string, id: number, change: MyChannelChange): Promise<Channel> {
    const channel = await this.find(account, id);
    const now = this.surroundings.clock.now();
    const address = change.target === undefined ? undefined : toAddress(channel.kind, change.target);
    if (address !== undefined) await requireSendable(address, this.surroundings.guard);
    const hours = change.hours === undefined ? undefined : checked({ ...hoursOf(channel), ...change.hours });
    if (hours !== undefined) await this.records.channels.setHours(id, hours, { nextDigestAt: this.dueAfter(channel, hours), now });
    const changed = await this.records.channels.update(
      id,
      { ...(change.name === undefined ? {} : { name: change.name }), ...(address === undefined ? {} : { address, hint: targetHint(address), state: 'active' as const, stateReason: null }) },
      now,
    );
    return changed ?? channel;
  }

  async delete(account: string, id: number): Promise<void> {
    await this.find(account, id);
    await this.records.channels.delete(id, this.surroundings.clock.now());
  }

  /** Sends a message for real, now, whatever the hour, and answers what came back. One attempt. */
  async test(account: string, id: number): Promise<Delivery> {
    await this.find(account, id);
    const now = this.surroundings.clock.now();
    const delivery = await this.records.deliveries.beginTest(id, { now, leaseUntil: new Date(now.getTime() + LEASE_MS) });
    await this.attempt.make(delivery);
    return (await this.records.deliveries.find(delivery.id)) ?? delivery;
  }

  /** A channel that has no digests any more gets what still waits for one. */
  private dueAfter(before: MessageHours, hours: MessageHours): Date | null {
    const now = this.surroundings.clock.now();
    return hours.digestAt === null && before.digestAt !== null ? now : nextDigestAt(hours, now);
  }

  private async find(account: string, id: number): Promise<Channel> {
    const channel = await this.records.channels.find(id);
    if (channel?.account !== account) throw new NotFound(`There is no alert channel ${id} of yours; GET /v1/my/alert-channels lists them.`);
    return channel;
  }
}

function hoursOf({ timeZone, quietFrom, quietUntil, digestAt }: MessageHours): MessageHours {
  return { timeZone, quietFrom, quietUntil, digestAt };
}

function checked(hours: MessageHours): MessageHours {
  const { quietFrom, quietUntil } = hours;
  if ((quietFrom === null) !== (quietUntil === null)) throw new BadData('quiet_from and quiet_until belong together; expected both, or null for both.');
  if (quietFrom !== null && quietFrom === quietUntil) throw new BadData(`quiet_from and quiet_until are both ${quietFrom}; expected two times.`);
  return hours;
}
