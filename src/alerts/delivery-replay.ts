import { Injectable } from '@nestjs/common';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { DeliveryJournal, DeliveryRecords } from './delivery-journal.js';
import type { Delivery } from './delivery.repository.js';

/** Says a message again, for a receiver that lost it. */
@Injectable()
export class DeliveryReplay {
  constructor(
    private readonly records: DeliveryRecords,
    private readonly journal: DeliveryJournal,
  ) {}

  /** A new delivery of the same body and id, to the same channel. It waits in the outbox for a worker. */
  async replay(id: number): Promise<Delivery> {
    const delivery = await this.records.deliveries.find(id);
    if (delivery === undefined) throw new NotFound(`There is no delivery ${id}; GET /v1/alert-deliveries lists them.`);
    if (delivery.kind === 'test') throw new BadData(`delivery ${id} is a test, which says nothing worth repeating; test the channel again instead.`);
    if (delivery.state === 'pending') throw new Conflict(`delivery ${id} is still to be sent; expected one that has ended.`);
    const channel = await this.records.channels.find(delivery.channelId);
    if (channel !== undefined && channel.account !== null) throw new NotFound(`There is no delivery ${id}; GET /v1/alert-deliveries lists them.`);
    if (channel === undefined) throw new Conflict(`The channel "${delivery.channelName}" of delivery ${id} was deleted; there is nowhere to send it.`);
    if (channel.state === 'reconnect_needed') throw new Conflict(`The channel "${channel.name}" needs to be reconnected and takes nothing; give it a new target first.`);
    return this.records.deliveries.addReplay(id, this.journal.now());
  }
}
