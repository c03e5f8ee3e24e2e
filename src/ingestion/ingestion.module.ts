import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MetricsModule } from '../metrics/index.js';
import { OutboundModule } from '../outbound/index.js';
import { CardReader } from './card.reader.js';
import { CardRepository } from './card.repository.js';
import { CardEntity, CardSetEntity, GameEntity, PrintingEntity } from './catalogue.entity.js';
import { CatalogueReader } from './catalogue.reader.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { CollectStage } from './collect.stage.js';
import { SourceCollectionEntity, SourceCollectionPartEntity, SourceResourceEntity } from './collection.entity.js';
import { CollectionRepository } from './collection.repository.js';
import { ImportRecords, ImportStage } from './import.stage.js';
import { LiveCollection } from './live-collection.js';
import { LivePrices, LiveRecords } from './live-prices.js';
import { LiveSources } from './live-sources.js';
import { ObservationDayEntity, ObservationEntity } from './observation.entity.js';
import { ObservationReader } from './observation.reader.js';
import { ObservationRepository } from './observation.repository.js';
import { PriceRepository } from './price.repository.js';
import { PriceWriter } from './price-writer.js';
import { QualityStage } from './quality.stage.js';
import { QuarantineRepository } from './quarantine.repository.js';
import { RawPayloadRepository } from './raw-payload.repository.js';
import { SeriesMatcher } from './series-matcher.js';
import { SeriesRepository } from './series.repository.js';
import { SimulatedMarketRecords, SimulatedMarketStage } from './simulated-market.stage.js';
import { QuarantineEntity, RawPayloadChunkEntity, RawPayloadEntity, SourceCrosswalkEntity, SourceEntity } from './source.entity.js';
import { CollectionRecords, CollectionSurroundings, SourceCollection } from './source-collection.js';
import { SourceRepository } from './source.repository.js';
import { TrackedCards } from './tracked-cards.js';
import { Transactions } from './transactions.repository.js';
import { WantedProducts } from './wanted-products.js';

const ENTITIES = [
  GameEntity, CardSetEntity, CardEntity, PrintingEntity, SourceEntity, SourceCrosswalkEntity, RawPayloadEntity, RawPayloadChunkEntity,
  QuarantineEntity, ObservationEntity, ObservationDayEntity,
  SourceResourceEntity, SourceCollectionEntity, SourceCollectionPartEntity,
];
const REPOSITORIES = [
  CatalogueRepository, CardRepository, SourceRepository, RawPayloadRepository, QuarantineRepository, ObservationRepository, PriceRepository,
  SeriesRepository, CollectionRepository, Transactions,
];

/** Quotes from outside -> observations we trust. */
@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES), MetricsModule, OutboundModule],
  providers: [
    ...REPOSITORIES, SeriesMatcher, PriceWriter, TrackedCards, ImportRecords, SimulatedMarketRecords, CatalogueReader, CardReader, ObservationReader,
    LiveSources, WantedProducts, CollectionRecords, CollectionSurroundings, SourceCollection, LiveCollection, LiveRecords, LivePrices,
    ImportStage, SimulatedMarketStage, CollectStage, QualityStage,
  ],
  exports: [CatalogueReader, CardReader, ObservationReader, LivePrices, ImportStage, SimulatedMarketStage, CollectStage, QualityStage],
})
export class IngestionModule {}
