// A market on an embedded Postgres in a folder that is removed again: one game whose cards are evaluated on one day.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const DAY = '2026-01-15';

const NAMES = `ARRAY['Charizard', 'Dark Gyarados', 'Pikachu', 'Mewtwo', 'Blastoise', 'Flabébé', 'Rocket''s Zapdos', 'Venusaur']`;
const EPITHETS = `ARRAY['', 'ex', 'V', 'VMAX', 'Star', 'of the Northern Sky', 'with a name that is longer than most']`;

export const cardIdOf = (number) => `bench-${number}|Holofoil`;

/** Calls `use` with `{ url, folder }`, and clears up. */
export async function withDatabase(use) {
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded-postgres.js');
  const { migrate } = await import('../../dist/src/cli/session.js');
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-bench-'));
  // The server's own user has to enter it.
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  try {
    await migrate(postgres.url);
    return await use({ url: postgres.url, folder });
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From `from` cards to `to`. */
export async function addCards(url, from, to) {
  await onDatabase(url, `
    INSERT INTO game (slug, name, is_simulated) VALUES ('bench', 'Bench', false) ON CONFLICT DO NOTHING;
    INSERT INTO card_set (game_id, name) SELECT id, 'Bench' FROM game ON CONFLICT DO NOTHING;
    CREATE TABLE IF NOT EXISTS signal_bench PARTITION OF signal FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
    INSERT INTO card (set_id, name, number, product_type) SELECT s.id, trim((${NAMES})[1 + i % 8] || ' ' || (${EPITHETS})[1 + i / 8 % 7]), i::text, 'Cards' FROM card_set s, generate_series(${from + 1}, ${to}) i;
    INSERT INTO printing (game_id, card_ref, card_id, variant, condition, grade, language, distinction)
      SELECT s.game_id, c.id, 'bench-' || c.number || '|Holofoil', 'Holofoil', 'UNSPECIFIED', 'RAW', 'UNSPECIFIED', '' FROM card c JOIN card_set s ON s.id = c.set_id WHERE c.number::int > ${from};
    INSERT INTO signal (printing_id, day, policy_version, game_id, signal, market_cents, market_observed_on, currency, fair_value_cents, fair_value_kind, lower80_cents, upper80_cents, deviation_ratio,
        confidence, horizon_days, source, fetched_at, last_changed_on, recorded_at)
      SELECT id, '${DAY}', 'bench', game_id, 'HOLD', 1000 + id, '${DAY}', 'USD', 100000, 'model', 900, 1300, -0.0909, 0.61, 28, 'bench', '${DAY}', '${DAY}', now() FROM printing
      WHERE NOT EXISTS (SELECT FROM signal s WHERE s.printing_id = printing.id);
    ${ANNOUNCE}
    ANALYZE;`);
}

/** Daily prices of the first card, for so many days up to the evaluated one. */
export async function addHistory(url, days) {
  await onDatabase(url, `
    INSERT INTO source (slug, is_simulated) VALUES ('bench', false) ON CONFLICT DO NOTHING;
    INSERT INTO source_crosswalk (source_id, game_id, external_id, printing_id, currency, provenance, confidence_ratio, recorded_at)
      SELECT s.id, p.game_id, p.card_id, p.id, 'USD', 'bench', 1, now() FROM printing p, source s WHERE p.card_id = '${cardIdOf(1)}' AND s.slug = 'bench';
    SELECT ensure_month_partitions('observation', '${DAY}'::date - ${days}, '${DAY}');
    INSERT INTO observation (printing_id, source_id, observed_on, recorded_at, market_cents, currency)
      SELECT p.id, s.id, '${DAY}'::date - i, now() - make_interval(days => i), 5000 + (1000 * sin(i / 40.0))::int + i % 13, 'USD' FROM printing p, source s, generate_series(0, ${days - 1}) i
      WHERE p.card_id = '${cardIdOf(1)}' AND s.slug = 'bench';`);
}

const ANNOUNCE = `INSERT INTO signal_revision AS r SELECT id, '${DAY}', 1, 1 FROM game ON CONFLICT (game_id) DO UPDATE SET latest_revision = r.latest_revision + 1, revision = r.revision + 1;
    SELECT pg_notify('pokewatch_signals', id::text) FROM game;`;

/** Another model serves: all fair values are others, in one transaction and told of, as the pipeline does it. */
export async function promote(url, fairValueCents) {
  await onDatabase(url, `BEGIN; UPDATE signal SET fair_value_cents = ${fairValueCents}; ${ANNOUNCE} COMMIT;`);
}

async function onDatabase(url, sql) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
