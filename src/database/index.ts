export { copyInto } from './copy.js';
export type { ConnectionOptions } from './data-source.js';
export { DatabaseNews } from './database-news.js';
export { DatabaseModule } from './database.module.js';
export { runMigrations, withMigrationLock } from './migrate.js';
export { type OpenDatabase, openDatabase } from './open-database.js';
export { acquireServerLock, type ServerLock } from './server-lock.js';
export { ensureMonthPartitions, inTransaction, withAdvisoryLock } from './transaction.js';
