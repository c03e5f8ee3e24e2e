import 'reflect-metadata';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ConfigModule, readConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';
import { ImportStage, type ImportRequest, type ImportSummary, IngestionModule } from '../../src/ingestion/index.js';
import { CLOCK, fixedClock } from '../../src/shared/clock.js';
import { createTestDatabase } from './database.js';

/** The ingestion module on a database of its own, at noon of a day that stands still. */
export interface TestIngestion {
  readonly app: INestApplicationContext;
  /** Writes a file into the suite's own folder and returns its path. */
  file(name: string, content: string | Uint8Array): string;
  import(files: string[], more?: Partial<ImportRequest>): Promise<ImportSummary>;
  query<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export const NOW = '2026-03-01T12:00:00.000Z';

export async function startIngestion(cardsFile = 'no-cards.yaml'): Promise<TestIngestion> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
  const app = await NestFactory.createApplicationContext(testModule(database.url, cardsFile), { logger: false, abortOnError: false });
  return {
    app,
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    import: (files, more) => app.get(ImportStage).run({ files, gameSlug: 'pokemon', sourceSlug: 'csv', ...more }),
    query: (sql, values) => app.get(DataSource).query(sql, values),
    stop: async () => {
      await app.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function testModule(url: string, cardsFile: string): object {
  class TestModule {}
  class ClockModule {}
  const clock = { module: ClockModule, global: true, providers: [{ provide: CLOCK, useValue: fixedClock(NOW) }], exports: [CLOCK] };
  const connection = { url, poolSize: 5, applicationName: 'pokewatch:test' };
  Module({ imports: [ConfigModule.with({ ...readConfig({}), cardsFile }), clock, DatabaseModule.with(connection), IngestionModule] })(TestModule);
  return TestModule;
}

/** A tidy CSV: the columns of the first row, then its rows. */
export function tidyCsv(rows: readonly Readonly<Record<string, string | number | undefined>>[]): string {
  const defaults = { series_id: 'base1-58|Normal', name: 'Pikachu', set: 'Base', number: '58', variant: 'Normal', date: '2026-02-01', price: '5.00', currency: 'USD' };
  const full: Record<string, string | number | undefined>[] = rows.map((row) => ({ ...defaults, ...row }));
  const names = Object.keys(full[0] ?? defaults);
  return `${names.join(',')}\n${full.map((row) => names.map((name) => row[name] ?? '').join(',')).join('\n')}\n`;
}
