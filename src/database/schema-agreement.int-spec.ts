/// <reference types="vite/client" />
import { readdirSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from './data-source.js';
import { runMigrations } from './migrate.js';

const entityFiles = import.meta.glob<Record<string, new () => object>>('../**/*.entity.ts', { eager: true });

describe('entities and migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    const entities = Object.values(entityFiles).flatMap((file) => Object.values(file));
    dataSource = await new DataSource({ ...dataSourceOptions({ url: database.url, poolSize: 2, applicationName: 'test' }), entities, migrations }).initialize();
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('agree: after all migrations the schema builder has nothing left to do', async () => {
    expect(dataSource.entityMetadatas.length).toBeGreaterThanOrEqual(20);
    const sql = await dataSource.driver.createSchemaBuilder().log();
    expect(sql.upQueries.map((query) => query.query)).toEqual([]);
  });

  it('would notice a column that only the entity has', async () => {
    await dataSource.query('ALTER TABLE game DROP COLUMN name');
    const sql = await dataSource.driver.createSchemaBuilder().log();
    expect(sql.upQueries.map((query) => query.query).join()).toContain('ADD "name"');
    await dataSource.query("ALTER TABLE game ADD COLUMN name text NOT NULL DEFAULT ''");
    await dataSource.query('ALTER TABLE game ALTER COLUMN name DROP DEFAULT');
  });

  it('lists every migration file, in the order of their names', () => {
    const files = readdirSync('migrations').filter((file) => /^\d/.test(file)).toSorted();
    expect(files.map((file) => file.split('-')[0])).toEqual(migrations.map((migration) => /\d+$/.exec(migration.name)?.[0]));
  });

  it('can be undone and done again', async () => {
    for (let i = 0; i < migrations.length; i++) await dataSource.undoLastMigration();
    const [left] = (await dataSource.query("SELECT count(*) AS tables FROM pg_tables WHERE schemaname = 'public'")) as { tables: number }[];
    expect(left?.tables).toBe(1);
    expect(await runMigrations(database.url)).toHaveLength(migrations.length);
  });
});
