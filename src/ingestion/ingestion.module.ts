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
import { CrosswalkRepository } from './crosswalk.repository.js';
import { ExpectationResultRepository } from './expectation-result.repository.js';
import { FreshnessReader } from './freshness.reader.js';
import { FreshnessRepository } from './freshness.repository.js';
import { UnmatchedProductEntity, WrongCardReportEntity } from './identity.entity.js';
import { ImportRecords, ImportStage } from './import.stage.js';
import { LiveCollection } from './live-collection.js';
import { LivePrices, LiveRecords } from './live-prices.js';
import { LiveSources } from './live-sources.js';
import { MatchReview, MatchReviewRecords } from './match-review.js';
import { MatchReviewRepository } from './match-review.repository.js';
import { ObservationDayEntity, ObservationEntity } from './observation.entity.js';
import { ObservationOriginRepository } from './observation-origin.repository.js';
import { ObservationOrigins } from './observation-origins.js';
import { ObservationReader } from './observation.reader.js';
import { ObservationRepository } from './observation.repository.js';
import { PartitionLoader } from './partition-loader.js';
import { PartitionRepository } from './partition.repository.js';
import { PriceConfirmationEntity } from './price-confirmation.entity.js';
import { PriceFlagReader } from './price-flag.reader.js';
import { PriceFlagRepository } from './price-flag.repository.js';
import { PriceReleases } from './price-releases.js';
import { PriceRepository } from './price.repository.js';
import { PriceWriter } from './price-writer.js';
import { ExpectationResultEntity, PriceFlagEntity } from './quality.entity.js';
import { QualityReader } from './quality.reader.js';
import { QualityRecords } from './quality-records.js';
import { QualityStage } from './quality.stage.js';
import { QuarantineRepository } from './quarantine.repository.js';
import { RawPayloadRepository } from './raw-payload.repository.js';
import { SeriesMatcher } from './series-matcher.js';
import { SeriesRepository } from './series.repository.js';
import { SimulatedMarketRecords, SimulatedMarketStage } from './simulated-market.stage.js';
import { QuarantineEntity, RawPayloadChunkEntity, RawPayloadEntity, SourceCrosswalkEntity, SourceEntity } from './source.entity.js';
import { CollectionRecords, CollectionSurroundings, SourceCollection } from './source-collection.js';
import { SourceReader } from './source.reader.js';
import { SourceRepository } from './source.repository.js';
import { TrackedCards } from './tracked-cards.js';
import { Transactions } from './transactions.repository.js';
import { UnmatchedProductRecords, UnmatchedProducts } from './unmatched-products.js';
import { UnmatchedProductRepository } from './unmatched-product.repository.js';
import { WantedProducts } from './wanted-products.js';

const ENTITIES = [
  GameEntity, CardSetEntity, CardEntity, PrintingEntity, SourceEntity, SourceCrosswalkEntity, RawPayloadEntity, RawPayloadChunkEntity,
  QuarantineEntity, ObservationEntity, ObservationDayEntity, PriceFlagEntity, ExpectationResultEntity, PriceConfirmationEntity,
  UnmatchedProductEntity, WrongCardReportEntity, SourceResourceEntity, SourceCollectionEntity, SourceCollectionPartEntity,
];
const REPOSITORIES = [
  CatalogueRepository, CardRepository, SourceRepository, RawPayloadRepository, QuarantineRepository, ObservationRepository, PriceRepository,
  SeriesRepository, PartitionRepository, PriceFlagRepository, ExpectationResultRepository, FreshnessRepository, Transactions,
  ObservationOriginRepository, CrosswalkRepository, UnmatchedProductRepository, MatchReviewRepository, CollectionRepository,
];

/** What neighbours may ask and run. */
const DOORS = [
  CatalogueReader, CardReader, ObservationReader, FreshnessReader, SourceReader, PriceFlagReader, PriceReleases, QualityReader, ObservationOrigins,
  MatchReview, UnmatchedProducts, LivePrices, ImportStage, SimulatedMarketStage, CollectStage, QualityStage,
];

/** Quotes from outside -> observations we trust. */
@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES), MetricsModule, OutboundModule],
  providers: [
    ...REPOSITORIES, ...DOORS, SeriesMatcher, PriceWriter, TrackedCards, ImportRecords, SimulatedMarketRecords, PartitionLoader, QualityRecords,
    MatchReviewRecords, UnmatchedProductRecords, LiveSources, WantedProducts, CollectionRecords, CollectionSurroundings, SourceCollection, LiveCollection, LiveRecords,
  ],
  exports: DOORS,
})
export class IngestionModule {}
