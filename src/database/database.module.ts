import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type ConnectionOptions, dataSourceOptions } from './data-source.js';
import { DatabaseNews } from './database-news.js';

/** One connection pool for the process, and one connection for news. Modules bring their own entities (`TypeOrmModule.forFeature`). */
@Module({})
export class DatabaseModule {
  static with(options: ConnectionOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(options), autoLoadEntities: true, retryAttempts: 5, retryDelay: 1_000 })],
      providers: [{ provide: DatabaseNews, useValue: new DatabaseNews(options) }],
      exports: [DatabaseNews],
    };
  }
}
