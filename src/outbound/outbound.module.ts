import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MetricsModule } from '../metrics/index.js';
import { OutboundClients } from './outbound-clients.js';
import { OutboundCreditEntity } from './outbound-credit.entity.js';
import { OutboundCreditRepository } from './outbound-credit.repository.js';

/** The way out: whoever calls an outside service gets its client here. */
@Module({
  imports: [TypeOrmModule.forFeature([OutboundCreditEntity]), MetricsModule],
  providers: [OutboundCreditRepository, OutboundClients],
  exports: [OutboundClients],
})
export class OutboundModule {}
