import { Injectable } from '@nestjs/common';
import type { Alert } from './alert.repository.js';
import { DeliveryRecords } from './delivery-journal.js';
import type { Delivery, DeliveryState } from './delivery.repository.js';

/** Answers who asks about alerts and what was sent of them. */
@Injectable()
export class AlertReader {
  constructor(private readonly records: DeliveryRecords) {}

  /** Newest first. */
  alerts(filter: { isOpen: boolean | undefined; limit: number }): Promise<Alert[]> {
    return this.records.alerts.list(filter);
  }

  /** Newest first. */
  deliveries(filter: { state?: DeliveryState | undefined; channelId?: number | undefined; alertId?: number | undefined; limit: number }): Promise<Delivery[]> {
    return this.records.deliveries.list(filter);
  }

  /** The keys of open alerts that begin with one of the prefixes. */
  openKeys(prefixes: readonly string[]): Promise<string[]> {
    return this.records.alerts.openKeys(prefixes);
  }
}
