import { Inject, Injectable } from '@nestjs/common';
import { OutboundMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { Bug } from '../shared/errors.js';
import { OutboundCreditRepository } from './outbound-credit.repository.js';
import { HttpOutboundClient, type OutboundOptions, realSleep } from './outbound.client.js';
import type { OutboundClient } from './outbound.js';
import { TargetGuard } from './target-guard.js';

/** Injection token of whoever gives clients: {@link OutboundClients}; in a test perhaps others. */
export const OUTBOUND_CLIENTS = Symbol('OutboundClients');
export type ClientGiver = Pick<OutboundClients, 'for'>;

/** One client per service and process: limits that two clients kept apart would be twice as high. */
@Injectable()
export class OutboundClients {
  private readonly clients = new Map<string, { readonly client: HttpOutboundClient; readonly fingerprint: string }>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly memory: OutboundCreditRepository,
    private readonly metrics: OutboundMetrics,
    private readonly guard: TargetGuard,
  ) {}

  /** What all processes together have left of a service's credits today; undefined where it has none. */
  async creditsLeft({ service, limits }: Pick<OutboundOptions, 'service' | 'limits'>): Promise<number | undefined> {
    if (limits.creditsPerDay === undefined) return undefined;
    return Math.max(0, limits.creditsPerDay - (await this.memory.creditsSpent(service, dayOf(this.clock.now()))));
  }

  /** The client of a service; the same one whenever it is asked for. */
  for(options: OutboundOptions): OutboundClient {
    const fingerprint = JSON.stringify({ ...options, memory: undefined });
    const known = this.clients.get(options.service);
    if (known && known.fingerprint !== fingerprint) {
      throw new Bug(`outbound: two clients with different options for ${options.service}; a service has one set of limits and headers`);
    }
    const client = known?.client ?? new HttpOutboundClient(options, { clock: this.clock, sleep: realSleep, random: Math.random, memory: this.memory, metrics: this.metrics, guard: this.guard });
    this.clients.set(options.service, { client, fingerprint });
    return client;
  }
}
