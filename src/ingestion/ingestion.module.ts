import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CardReader } from './card.reader.js';
import { CardRepository } from './card.repository.js';
import { CardEntity, CardSetEntity, GameEntity, PrintingEntity } from './catalogue.entity.js';
import { CatalogueReader } from './catalogue.reader.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { CollectStage } from './collect.stage.js';
import { CrosswalkRepository } from './crosswalk.repository.js';
import { UnmatchedProductEntity, WrongCardReportEntity } from './identity.entity.js';
import { ImportRecords, ImportStage } from './import.stage.js';
import { MatchReview, MatchReviewRecords } from './match-review.js';
import { MatchReviewRepository } from './match-review.repository.js';
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
import { SourceRepository } from './source.repository.js';
import { TrackedCards } from './tracked-cards.js';
import { Transactions } from './transactions.repository.js';
import { UnmatchedProductRecords, UnmatchedProducts } from './unmatched-products.js';
import { UnmatchedProductRepository } from './unmatched-product.repository.js';

const ENTITIES = [
  GameEntity, CardSetEntity, CardEntity, PrintingEntity, SourceEntity, SourceCrosswalkEntity, RawPayloadEntity, RawPayloadChunkEntity,
  QuarantineEntity, ObservationEntity, ObservationDayEntity, UnmatchedProductEntity, WrongCardReportEntity,
];
const REPOSITORIES = [
  CatalogueRepository, CardRepository, SourceRepository, RawPayloadRepository, QuarantineRepository, ObservationRepository, PriceRepository,
  SeriesRepository, CrosswalkRepository, UnmatchedProductRepository, MatchReviewRepository, Transactions,
];

/** Quotes from outside -> observations we trust. */
@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES)],
  providers: [
    ...REPOSITORIES, SeriesMatcher, PriceWriter, TrackedCards, ImportRecords, SimulatedMarketRecords, CatalogueReader, CardReader, ObservationReader,
    MatchReviewRecords, MatchReview, UnmatchedProductRecords, UnmatchedProducts, ImportStage, SimulatedMarketStage, CollectStage, QualityStage,
  ],
  exports: [CatalogueReader, CardReader, ObservationReader, MatchReview, UnmatchedProducts, ImportStage, SimulatedMarketStage, CollectStage, QualityStage],
})
export class IngestionModule {}
