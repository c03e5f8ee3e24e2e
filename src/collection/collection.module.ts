import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { ServingModule } from '../serving/index.js';
import { AccountCards } from './account-cards.js';
import { CollectionExport } from './collection-export.js';
import { HoldingLotEntity, HoldingSaleEntity, ImportTrayEntity, WatchedCardEntity } from './collection.entity.js';
import { HoldingRepository } from './holding.repository.js';
import { Holdings } from './holdings.js';
import { ExportController } from './http/export.controller.js';
import { HoldingsController } from './http/holdings.controller.js';
import { ImportsController } from './http/imports.controller.js';
import { RepricingController } from './http/repricing.controller.js';
import { WatchlistController } from './http/watchlist.controller.js';
import { CollectionImports } from './imports.js';
import { PriceSuggestions } from './repricing.js';
import { TrayRepository } from './tray.repository.js';
import { WatchedRepository } from './watched.repository.js';
import { Watchlist } from './watchlist.js';

/** A person's cards: what they have, sold and watch, by account. */
@Module({
  imports: [TypeOrmModule.forFeature([HoldingLotEntity, HoldingSaleEntity, WatchedCardEntity, ImportTrayEntity]), AuthModule, IngestionModule, ServingModule],
  controllers: [ExportController, RepricingController, HoldingsController, ImportsController, WatchlistController],
  providers: [AccountCards, PriceSuggestions, HoldingRepository, TrayRepository, WatchedRepository, CollectionImports, Holdings, Watchlist, CollectionExport],
  exports: [AccountCards],
})
export class CollectionModule {}
