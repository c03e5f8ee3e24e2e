import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction, withAdvisoryLock } from '../database/index.js';

/** A transaction several repositories write in. */
export type Transaction = QueryRunner;

/** Lets a stage say what belongs together, without touching the database itself. */
@Injectable()
export class Transactions {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, work);
  }

  /** One at a time: waits until nobody else imports prices of this source for this game. */
  whileImporting<T>(sourceSlug: string, gameSlug: string, work: () => Promise<T>): Promise<T> {
    return withAdvisoryLock(this.dataSource, `import:${sourceSlug}:${gameSlug}`, work);
  }
}
