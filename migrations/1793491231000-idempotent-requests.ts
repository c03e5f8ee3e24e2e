import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that are done once however often they are sent, and what they were answered. */
export class IdempotentRequests1793491231000 implements MigrationInterface {
  name = 'IdempotentRequests1793491231000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotent_request (
        api_key_id integer NOT NULL,
        idempotency_key text NOT NULL,
        fingerprint bytea NOT NULL,
        claim_id uuid NOT NULL,
        state text NOT NULL,
        locked_until timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        status integer,
        headers jsonb,
        body bytea,
        CONSTRAINT idempotent_request_pkey PRIMARY KEY (api_key_id, idempotency_key),
        CONSTRAINT idempotent_request_state_check CHECK (state IN ('in_progress', 'done')),
        CONSTRAINT idempotent_request_answer_check CHECK ((state = 'done') = (status IS NOT NULL AND headers IS NOT NULL AND body IS NOT NULL))
      );
      CREATE INDEX idempotent_request_expires_at_idx ON idempotent_request (expires_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotent_request');
  }
}
