import { Injectable } from '@nestjs/common';
import type { Alert } from './alert.repository.js';
import { DeliveryRecords } from './delivery-journal.js';
import type { Delivery, DeliveryFilter } from './delivery.repository.js';

/** Answers who asks about alerts and what was sent of them. */
@Injectable()
export class AlertReader {
  constructor(private readonly records: DeliveryRecords) {}

  /** Newest first. */
  alerts(filter: { isOpen: boolean | undefined; limit: number }): Promise<Alert[]> {
    return this.records.alerts.list(filter);
  }

  /** Newest first. */
  deliveries(filter: DeliveryFilter): Promise<Delivery[]> {
    return this.records.deliveries.list(filter);
  }

  /** One page, newest first; the id to go on before is undefined on the last. */
  async deliveryPage(filter: DeliveryFilter): Promise<{ deliveries: Delivery[]; nextBeforeId: number | undefined }> {
    const rows = await this.records.deliveries.list({ ...filter, limit: filter.limit + 1 });
    const deliveries = rows.slice(0, filter.limit);
    return { deliveries, nextBeforeId: rows.length > deliveries.length ? deliveries.at(-1)?.id : undefined };
  }

  /** The keys of open alerts that begin with one of the prefixes. */
  openKeys(prefixes: readonly string[]): Promise<string[]> {
    return this.records.alerts.openKeys(prefixes);
  }
}
