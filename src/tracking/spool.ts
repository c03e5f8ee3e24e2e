import { Injectable } from '@nestjs/common';
import { BadData, TemporaryError } from '../shared/errors.js';
import { TrackingEventRepository } from './tracking-event.repository.js';

/** What became of a sent event: what the other side calls it, or why there was nothing to send. */
export type Delivery = { readonly remoteId: string } | { readonly dropped: string };

/** What earlier events have left on the other side. */
@Injectable()
export class Spool {
  constructor(private readonly events: TrackingEventRepository) {}

  /**
   * What the other side calls the thing an event was about.
   *
   * @throws TemporaryError while that event waits itself; BadData where it will not be sent without a person.
   */
  async remoteIdOf(key: string): Promise<string> {
    const event = await this.events.find(key);
    if (event?.state === 'sent' && event.remoteId !== null) return event.remoteId;
    if (event?.state === 'pending') throw new TemporaryError(`waits for "${key}", which is not sent yet`);
    throw new BadData(`needs "${key}", which ${event ? `is ${event.state}` : 'is not known'}; once that is sent, replay this one too`);
  }

  /** As {@link remoteIdOf}, undefined for a happening that has not been published yet. */
  async remoteIdIfPublished(key: string): Promise<string | undefined> {
    return (await this.events.find(key)) ? this.remoteIdOf(key) : undefined;
  }
}
