export { type CardDetails, type CardPage, type CardQuery, CardReader, type CardSource, type CardSummary } from './card.reader.js';
export { CatalogueReader, type Game, type SourceName } from './catalogue.reader.js';
export { CollectStage } from './collect.stage.js';
export type { LatestPrices } from './domain/latest-prices.js';
export { type ImportRequest, ImportStage, type ImportSummary } from './import.stage.js';
export { IngestionModule } from './ingestion.module.js';
export { ObservationReader, type ObservedPrice, type SeriesWindow } from './observation.reader.js';
export { QualityStage } from './quality.stage.js';
export { type SeedRequest, SimulatedMarketStage } from './simulated-market.stage.js';
