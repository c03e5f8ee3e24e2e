import { Injectable } from '@nestjs/common';
import { CardDirectory } from './card-directory.js';
import { SignalRepository } from './signal.repository.js';
import { TodayRepository } from './today.repository.js';

/** What a view of the market rests on beside prices. */
@Injectable()
export class MarketSurroundings {
  constructor(
    readonly directory: CardDirectory,
    readonly signals: SignalRepository,
    readonly days: TodayRepository,
  ) {}
}
