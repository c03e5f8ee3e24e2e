import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';

/** Whether the database is there, and is the one this code was written for. */
@Injectable()
export class SchemaRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Names of migrations this code needs and the database has not had. Rejects where the database cannot be asked. */
  async missingMigrations(): Promise<string[]> {
    const rows = (await this.dataSource.query('SELECT name FROM schema_migration')) as { name: string }[];
    const applied = new Set(rows.map((row) => row.name));
    return migrations.map((migration) => migration.name).filter((name) => !applied.has(name));
  }
}
