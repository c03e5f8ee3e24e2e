import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type ConnectionOptions, dataSourceOptions } from './data-source.js';

/** One connection pool for the process. Modules bring their own entities (`TypeOrmModule.forFeature`). */
@Module({})
export class DatabaseModule {
  static with(options: ConnectionOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(options), autoLoadEntities: true, retryAttempts: 5, retryDelay: 1_000 })],
    };
  }
}
