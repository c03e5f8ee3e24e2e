import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, Idempotent } from '../../http/index.js';
import { AlertChannels } from '../alert-channels.js';
import { ChannelAnswer, ChannelsAnswer, CreateChannel, DeliveryAnswer, IdPath, MuteChannel, toChannelAnswer, toDeliveryAnswer, UpdateChannel } from './alerts.dto.js';

const NO_CHANNEL = { 404: 'There is no such channel' };

@ApiTags('alerts')
@Controller('v1/alert-channels')
export class AlertChannelsController {
  constructor(private readonly channels: AlertChannels) {}

  @Get()
  @Endpoint({ summary: 'All alert channels, without their secrets', scope: 'admin', response: ChannelsAnswer })
  async listAlertChannels(): Promise<ChannelsAnswer> {
    return { items: (await this.channels.list()).map(toChannelAnswer) };
  }

  @Post()
  @Idempotent()
  @Endpoint({ summary: 'Adds a channel', scope: 'admin', status: 201, response: ChannelAnswer, problems: { 409: 'The name is taken', 422: 'The target cannot be used' } })
  async createAlertChannel(@Body() body: CreateChannel): Promise<ChannelAnswer> {
    return toChannelAnswer(await this.channels.add(body));
  }

  @Patch(':id')
  @Endpoint({
    summary: 'Gives a channel another name or target, or other events',
    description: 'A channel that needed to be reconnected is active again with its new target.',
    scope: 'admin',
    response: ChannelAnswer,
    problems: { ...NO_CHANNEL, 409: 'The name is taken', 422: 'The target cannot be used' },
  })
  async updateAlertChannel(@Param() path: IdPath, @Body() body: UpdateChannel): Promise<ChannelAnswer> {
    return toChannelAnswer(await this.channels.change(path.id, body));
  }

  @Delete(':id')
  @Endpoint({ summary: 'Deletes a channel and its secrets; its receipts stay', scope: 'admin', response: ChannelsAnswer, problems: NO_CHANNEL })
  async deleteAlertChannel(@Param() path: IdPath): Promise<ChannelsAnswer> {
    await this.channels.delete(path.id);
    return this.listAlertChannels();
  }

  @Post(':id/mute')
  @Endpoint({ summary: 'Mutes a channel, until an instant or until it is unmuted', scope: 'admin', response: ChannelAnswer, problems: { ...NO_CHANNEL, 422: 'The instant is past' } })
  async muteAlertChannel(@Param() path: IdPath, @Body() body: MuteChannel): Promise<ChannelAnswer> {
    return toChannelAnswer(await this.channels.mute(path.id, body.until ?? null));
  }

  @Delete(':id/mute')
  @Endpoint({ summary: 'Unmutes a channel', scope: 'admin', response: ChannelAnswer, problems: NO_CHANNEL })
  async unmuteAlertChannel(@Param() path: IdPath): Promise<ChannelAnswer> {
    return toChannelAnswer(await this.channels.unmute(path.id));
  }

  @Post(':id/test')
  @Endpoint({
    summary: 'Sends a test message for real and answers the receipt',
    description: 'One attempt, muted or not. `state` is `delivered` or `failed`; a test that arrives makes a channel active that needed to be reconnected.',
    scope: 'admin',
    response: DeliveryAnswer,
    problems: NO_CHANNEL,
  })
  async testAlertChannel(@Param() path: IdPath): Promise<DeliveryAnswer> {
    return toDeliveryAnswer(await this.channels.test(path.id));
  }
}
