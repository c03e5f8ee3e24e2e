import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';

const LOCK_CLASS = 7_001;
const TURN_CLASS = 7_002;

/**
 * Who is alive, said by session locks: an executor holds a lock in its own name for as long as its connection lives, and
 * Postgres lets go of it the moment the process is gone.
 */
@Injectable()
export class ExecutorRepository implements OnApplicationShutdown {
  private runner: QueryRunner | undefined;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async announce(executorId: string): Promise<void> {
    this.runner = this.dataSource.createQueryRunner();
    await this.runner.connect();
    await this.runner.query('SELECT pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, executorId]);
  }

  /** Whether the announcing connection still works; when it does not, the name is no longer held. */
  async isAnnounced(): Promise<boolean> {
    try {
      await this.runner?.query('SELECT 1');
      return this.runner !== undefined;
    } catch {
      await this.runner?.release().catch(() => undefined);
      this.runner = undefined;
      return false;
    }
  }

  /** Runs `takeOver` if the executor is dead, while no other process can do the same. */
  async ifDead(executorId: string, takeOver: () => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    try {
      const [row] = (await runner.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS dead', [LOCK_CLASS, executorId])) as { dead: boolean }[];
      if (!row?.dead) return false;
      try {
        await takeOver();
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, executorId]);
      }
      return true;
    } finally {
      await runner.release();
    }
  }

  /**
   * Takes a turn that only one executor can have, if nobody has it. It belongs to the session that says this executor lives: who
   * dies lets go of both. A session may take the same turn twice; keeping this executor's runs apart is the caller's.
   */
  async tryTakeTurn(key: string): Promise<boolean> {
    const [row] = (await this.runner?.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken', [TURN_CLASS, key])) as { taken: boolean }[] | undefined ?? [];
    return row?.taken ?? false;
  }

  async letGo(key: string): Promise<void> {
    await this.runner?.query('SELECT pg_advisory_unlock($1, hashtext($2))', [TURN_CLASS, key]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner?.release();
    this.runner = undefined;
  }
}
