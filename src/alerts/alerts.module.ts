import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { MetricsModule } from '../metrics/index.js';
import { AlertChannels, ChannelSurroundings } from './alert-channels.js';
import { AlertSender } from './alert-sender.js';
import { AlertFindingEntity, AlertRuleEntity, AlertRuleStandingEntity, RuleMessageEntity } from './alert-rule.entity.js';
import { AlertChannelEntity, AlertDeliveryEntity, AlertEntity, AlertMuteEntity, SignalEventEntity } from './alert.entity.js';
import { AlertReader } from './alert.reader.js';
import { AlertRepository } from './alert.repository.js';
import { ChannelRepository } from './channel.repository.js';
import { DeliveryAttempt } from './delivery-attempt.js';
import { DeliveryJournal, DeliveryRecords, ToldRecords } from './delivery-journal.js';
import { DeliveryReplay } from './delivery-replay.js';
import { DeliveryLoop } from './delivery-loop.js';
import { DeliveryRepository } from './delivery.repository.js';
import { HookSender } from './hook-sender.js';
import { AlertChannelsController } from './http/alert-channels.controller.js';
import { AlertsController } from './http/alerts.controller.js';
import { MyChannelsController } from './http/my-channels.controller.js';
import { MailClient } from './mail.client.js';
import { MessageSender } from './message-sender.js';
import { MyChannels } from './my-channels.js';
import { RuleMessageRepository } from './rule-message.repository.js';
import { SignalAnnouncer } from './signal-announcer.js';
import { SignalEventRepository } from './signal-event.repository.js';

/** Who is told that something is wrong: channels, alerts, and the outbox their messages wait in. */
@Module({
  imports: [MetricsModule, AuthModule, TypeOrmModule.forFeature([AlertChannelEntity, AlertEntity, AlertDeliveryEntity, AlertMuteEntity, SignalEventEntity, AlertRuleEntity, AlertRuleStandingEntity, AlertFindingEntity, RuleMessageEntity])],
  controllers: [AlertChannelsController, AlertsController, MyChannelsController],
  providers: [
    ChannelRepository,
    AlertRepository,
    DeliveryRepository,
    SignalEventRepository,
    RuleMessageRepository,
    SignalAnnouncer,
    ToldRecords,
    DeliveryRecords,
    DeliveryJournal,
    HookSender,
    MailClient,
    MessageSender,
    AlertSender,
    DeliveryAttempt,
    DeliveryLoop,
    DeliveryReplay,
    ChannelSurroundings,
    AlertChannels,
    MyChannels,
    AlertReader,
  ],
  exports: [AlertSender, AlertReader, AlertChannels, DeliveryLoop, DeliveryReplay, SignalAnnouncer, RuleMessageRepository],
})
export class AlertsModule {}
