import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, Idempotent } from '../../http/index.js';
import { BackfillDesk } from '../backfill-desk.js';
import { StartBackfill, StartedBackfill } from './schedules.dto.js';

@ApiTags('admin')
@Controller('v1/admin')
export class BackfillController {
  constructor(private readonly desk: BackfillDesk) {}

  @Post('backfill')
  @Idempotent()
  @Endpoint({
    summary: 'Run past days of a game, oldest first',
    description: 'For games of imported files and of sources with history. Answers at once; a worker runs the days, and goes on where another was stopped.',
    scope: 'admin',
    status: 202,
    response: StartedBackfill,
    problems: {
      404: 'There is no such game',
      409: 'Schedules are switched off',
      422: 'The range cannot be run: too long, in the future, without prices, or of a source that says only what is true now',
    },
  })
  async startBackfill(@Body() body: StartBackfill): Promise<StartedBackfill> {
    return this.desk.start(body);
  }
}
