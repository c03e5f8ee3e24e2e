import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { PredictionTrackRecord } from '../prediction-track-record.js';
import { TrackRecordReader } from '../track-record.reader.js';
import { GameQuery } from './model.dto.js';
import { PredictionRecordQuery, PredictionTrackRecordAnswer, toPredictionTrackRecordAnswer } from './prediction-record.dto.js';
import { toTrackRecordAnswer, TrackRecordAnswer } from './track-record.dto.js';

@ApiTags('predictions')
@Controller('v1')
export class TrackRecordController {
  constructor(
    private readonly records: TrackRecordReader,
    private readonly predictions: PredictionTrackRecord,
  ) {}

  @Get('track-record')
  @Endpoint({ summary: 'How past signals turned out, beside the base rate', response: TrackRecordAnswer, problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' } })
  async getTrackRecord(@Query() query: GameQuery): Promise<TrackRecordAnswer> {
    return toTrackRecordAnswer(await this.records.of(query.game));
  }

  @Get('track-record/predictions')
  @Endpoint({ summary: 'How past fair values turned out, beside the last price, month by month', response: PredictionTrackRecordAnswer, problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' } })
  async getPredictionTrackRecord(@Query() query: PredictionRecordQuery): Promise<PredictionTrackRecordAnswer> {
    return toPredictionTrackRecordAnswer(await this.predictions.ofGame(query.game, query.horizon_days));
  }
}
