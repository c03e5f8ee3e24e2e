import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MetricsModule } from '../metrics/index.js';
import { OUTBOUND_CLIENTS, OutboundClients } from './outbound-clients.js';
import { OutboundCreditEntity } from './outbound-credit.entity.js';
import { OutboundCreditRepository } from './outbound-credit.repository.js';
import { TargetGuard } from './target-guard.js';

/** The way out: whoever calls an outside service gets its client here. Global, as the clock is: tests put another world in its place. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([OutboundCreditEntity]), MetricsModule],
  providers: [OutboundCreditRepository, TargetGuard, OutboundClients, { provide: OUTBOUND_CLIENTS, useExisting: OutboundClients }],
  exports: [OutboundClients, OUTBOUND_CLIENTS, TargetGuard],
})
export class OutboundModule {}
