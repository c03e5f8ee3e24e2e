import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, Idempotent } from '../../http/index.js';
import { AlertChannels } from '../alert-channels.js';
import { AlertReader } from '../alert.reader.js';
import { DeliveryReplay } from '../delivery-replay.js';
import { AlertsAnswer, AlertsQuery, DeliveriesAnswer, DeliveriesQuery, DeliveryAnswer, DeliveryPath, IdPath, KeyMuteAnswer, KeyMutesAnswer, MuteKeys, toAlertAnswer, toDeliveryAnswer, toKeyMuteAnswer } from './alerts.dto.js';

@ApiTags('alerts')
@Controller('v1')
export class AlertsController {
  constructor(
    private readonly reader: AlertReader,
    private readonly channels: AlertChannels,
    private readonly replays: DeliveryReplay,
  ) {}

  @Get('alerts')
  @Endpoint({ summary: 'Alerts, newest first', scope: 'admin', response: AlertsAnswer })
  async listAlerts(@Query() query: AlertsQuery): Promise<AlertsAnswer> {
    const isOpen = query.state === 'all' ? undefined : query.state === 'open';
    return { items: (await this.reader.alerts({ isOpen, limit: query.limit })).map(toAlertAnswer) };
  }

  @Get('alert-deliveries')
  @Endpoint({ summary: 'What was sent, what came back, and what failed, newest first, page by page', scope: 'admin', response: DeliveriesAnswer })
  async listAlertDeliveries(@Query() query: DeliveriesQuery): Promise<DeliveriesAnswer> {
    const { state, channel_id: channelId, alert_id: alertId, cursor: beforeId, limit } = query;
    const { deliveries, nextBeforeId } = await this.reader.deliveryPage({ state, channelId, alertId, beforeId, limit });
    return { items: deliveries.map(toDeliveryAnswer), next_cursor: nextBeforeId?.toString() ?? null };
  }

  @Post('alert-deliveries/:id/replay')
  @Idempotent()
  @Endpoint({
    summary: 'Sends a message again',
    description: 'The same body and id to the same channel, with the time and signature of now: a new delivery, whose `replay_of` is the first one. Answers at once; a worker sends it.',
    scope: 'admin',
    status: 202,
    response: DeliveryAnswer,
    problems: { 404: 'There is no such delivery', 409: 'It is still to be sent, or its channel takes nothing', 422: 'It is a test' },
  })
  async replayAlertDelivery(@Param() path: DeliveryPath): Promise<DeliveryAnswer> {
    return toDeliveryAnswer(await this.replays.replay(path.id));
  }

  @Get('alert-mutes')
  @Endpoint({ summary: 'Keys nothing is said about for a while', scope: 'admin', response: KeyMutesAnswer })
  async listAlertMutes(): Promise<KeyMutesAnswer> {
    return { items: (await this.channels.keyMutes()).map(toKeyMuteAnswer) };
  }

  @Post('alert-mutes')
  @Idempotent()
  @Endpoint({
    summary: 'Says nothing about some keys until an instant',
    description: 'Alerts are recorded all the same; their deliveries end as `skipped_muted`.',
    scope: 'admin',
    status: 201,
    response: KeyMuteAnswer,
    problems: { 422: 'The instant is past' },
  })
  async muteAlertKeys(@Body() body: MuteKeys): Promise<KeyMuteAnswer> {
    return toKeyMuteAnswer(await this.channels.muteKeys({ keyPattern: body.key_pattern, until: body.until, reason: body.reason }));
  }

  @Delete('alert-mutes/:id')
  @Endpoint({ summary: 'Ends a mute', scope: 'admin', response: KeyMutesAnswer, problems: { 404: 'There is no such mute' } })
  async unmuteAlertKeys(@Param() path: IdPath): Promise<KeyMutesAnswer> {
    await this.channels.unmuteKeys(path.id);
    return this.listAlertMutes();
  }
}
