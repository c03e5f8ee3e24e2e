import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { TrackingStatus } from '../../tracking/index.js';
import { ReplayAnswer, toTrackingAnswer, TrackingAnswer, TrackingQuery } from './tracking.dto.js';

@ApiTags('admin')
@Controller('v1/admin/tracking')
export class TrackingAdminController {
  constructor(private readonly tracking: TrackingStatus) {}

  @Get()
  @Endpoint({
    summary: 'What MLflow and DVC have been told, and what not',
    description: 'Events that were refused come first, with what was answered; then those that wait.',
    scope: 'admin',
    response: TrackingAnswer,
  })
  async trackingStatus(@Query() query: TrackingQuery): Promise<TrackingAnswer> {
    return toTrackingAnswer(await this.tracking.overview(), await this.tracking.list(query));
  }

  @Post('replay')
  @Endpoint({
    summary: 'Send again what MLflow or DVC refused',
    description: 'Answers at once; a worker sends. What waits after an error is tried now, too.',
    scope: 'admin',
    status: 202,
    response: ReplayAnswer,
  })
  async replayTracking(): Promise<ReplayAnswer> {
    return { replayed: await this.tracking.replay() };
  }
}
