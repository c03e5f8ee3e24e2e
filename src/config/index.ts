export { CONFIG, readConfig, readProcessConfig, type Config } from './config.js';
export { ConfigModule } from './config.module.js';
