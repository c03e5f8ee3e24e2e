export { CONFIG, readConfig, readProcessConfig, type Config, type PriceSourceSettings } from './config.js';
export { ConfigModule } from './config.module.js';
export { PRICE_SOURCE_SLUGS } from './schema.js';
