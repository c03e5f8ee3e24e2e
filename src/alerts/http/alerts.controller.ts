import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { AlertChannels } from '../alert-channels.js';
import { AlertReader } from '../alert.reader.js';
import { AlertsAnswer, AlertsQuery, DeliveriesAnswer, DeliveriesQuery, IdPath, KeyMuteAnswer, KeyMutesAnswer, MuteKeys, toAlertAnswer, toDeliveryAnswer, toKeyMuteAnswer } from './alerts.dto.js';

@ApiTags('alerts')
@Controller('v1')
export class AlertsController {
  constructor(
    private readonly reader: AlertReader,
    private readonly channels: AlertChannels,
  ) {}

  @Get('alerts')
  @Endpoint({ summary: 'Alerts, newest first', scope: 'admin', response: AlertsAnswer })
  async listAlerts(@Query() query: AlertsQuery): Promise<AlertsAnswer> {
    const isOpen = query.state === 'all' ? undefined : query.state === 'open';
    return { items: (await this.reader.alerts({ isOpen, limit: query.limit })).map(toAlertAnswer) };
  }

  @Get('alert-deliveries')
  @Endpoint({ summary: 'What was sent, what came back, and what failed', scope: 'admin', response: DeliveriesAnswer })
  async listAlertDeliveries(@Query() query: DeliveriesQuery): Promise<DeliveriesAnswer> {
    const { state, channel_id: channelId, alert_id: alertId, limit } = query;
    return { items: (await this.reader.deliveries({ state, channelId, alertId, limit })).map(toDeliveryAnswer) };
  }

  @Get('alert-mutes')
  @Endpoint({ summary: 'Keys nothing is said about for a while', scope: 'admin', response: KeyMutesAnswer })
  async listAlertMutes(): Promise<KeyMutesAnswer> {
    return { items: (await this.channels.keyMutes()).map(toKeyMuteAnswer) };
  }

  @Post('alert-mutes')
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
