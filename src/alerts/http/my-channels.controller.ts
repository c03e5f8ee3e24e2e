import { Body, Controller, Delete, Get, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint, Idempotent } from '../../http/index.js';
import { MyChannels } from '../my-channels.js';
import { DeliveryAnswer, IdPath, toDeliveryAnswer } from './alerts.dto.js';
import { CreateMyChannel, MyChannelAnswer, MyChannelsAnswer, toHours, toMyChannelAnswer, UpdateMyChannel } from './my-channels.dto.js';

const NO_CHANNEL = { 404: 'There is no such channel of yours' };
const UNUSABLE = { 422: 'The target or the hours cannot be used' };

@ApiTags('my alerts')
@Controller('v1/my/alert-channels')
export class MyChannelsController {
  constructor(
    private readonly channels: MyChannels,
    private readonly callers: Callers,
  ) {}

  @Get()
  @Endpoint({ summary: 'Where you are told what your rules find, without the secrets', response: MyChannelsAnswer })
  async listMyAlertChannels(@Req() request: FastifyRequest): Promise<MyChannelsAnswer> {
    return { items: (await this.channels.list(await this.callers.accountOf(request))).map(toMyChannelAnswer) };
  }

  @Post()
  @Idempotent()
  @Endpoint({ summary: 'Adds a channel of yours', scope: 'write', status: 201, response: MyChannelAnswer, problems: { 409: 'The name is taken, or there are too many', ...UNUSABLE } })
  async createMyAlertChannel(@Body() body: CreateMyChannel, @Req() request: FastifyRequest): Promise<MyChannelAnswer> {
    const { kind, name, target } = body;
    return toMyChannelAnswer(await this.channels.add(await this.callers.accountOf(request), { kind, name, target, hours: toHours(body) }));
  }

  @Patch(':id')
  @Endpoint({
    summary: 'Gives a channel of yours another name, target or hours',
    description: 'What is not named stays; null for a time means none. A channel whose digests end gets what still waits for one at once.',
    scope: 'write',
    response: MyChannelAnswer,
    problems: { ...NO_CHANNEL, 409: 'The name is taken', ...UNUSABLE },
  })
  async updateMyAlertChannel(@Param() path: IdPath, @Body() body: UpdateMyChannel, @Req() request: FastifyRequest): Promise<MyChannelAnswer> {
    const { name, target } = body;
    return toMyChannelAnswer(await this.channels.change(await this.callers.accountOf(request), path.id, { name, target, hours: toHours(body) }));
  }

  @Delete(':id')
  @Endpoint({ summary: 'Deletes a channel of yours and its secrets', scope: 'write', response: MyChannelsAnswer, problems: NO_CHANNEL })
  async deleteMyAlertChannel(@Param() path: IdPath, @Req() request: FastifyRequest): Promise<MyChannelsAnswer> {
    await this.channels.delete(await this.callers.accountOf(request), path.id);
    return this.listMyAlertChannels(request);
  }

  @Post(':id/test')
  @Endpoint({ summary: 'Sends you a test message for real and answers the receipt', description: 'One attempt, whatever the hour. `state` is `delivered` or `failed`.', scope: 'write', response: DeliveryAnswer, problems: NO_CHANNEL })
  async testMyAlertChannel(@Param() path: IdPath, @Req() request: FastifyRequest): Promise<DeliveryAnswer> {
    return toDeliveryAnswer(await this.channels.test(await this.callers.accountOf(request), path.id));
  }
}
