import { DataSource } from 'typeorm';
import pg from 'pg';

/** Rows of a small market, written straight into the database: what neighbours would have written. */
export interface MarketBuilder {
  readonly dataSource: DataSource;
  game(over?: { slug?: string; isSimulated?: boolean }): Promise<number>;
  printing(over: { gameId: number; cardId: string; name?: string; category?: string | null; set?: string }): Promise<number>;
  observation(over: ObservationSeed): Promise<void>;
  priceFlag(over: { printingId: number; day: string; flag: string; detail?: object; source?: string }): Promise<void>;
  model(over: { gameId: number; name?: string; version?: number; hasPassedGate?: boolean; parameters?: unknown; calibration?: unknown; report?: unknown }): Promise<number>;
  promotion(over: { gameId: number; modelVersionId: number; effectiveFrom?: string; sequence?: number }): Promise<void>;
  fairValue(over: FairValueSeed): Promise<void>;
  predictionOutcome(over: PredictionOutcomeSeed): Promise<void>;
  signal(over: SignalSeed): Promise<void>;
  close(): Promise<void>;
}

export interface ObservationSeed {
  printingId: number;
  day: string;
  cents: number;
  low?: number | null;
  mid?: number | null;
  recordedAt?: string;
  currency?: string;
  /** Slug; made where it is not there yet. */
  source?: string;
  sourceUpdatedAt?: string | null;
}

export interface FairValueSeed {
  printingId: number;
  day: string;
  modelVersionId: number;
  cents: number | null;
  lower80?: number | null;
  upper80?: number | null;
  up?: number | null;
  down?: number | null;
  curve?: readonly number[] | null;
  horizonDays?: number;
  kind?: string;
  reason?: string | null;
  recordedAt?: string;
}

export interface PredictionOutcomeSeed {
  gameId: number;
  printingId: number;
  day: string;
  modelVersionId: number;
  horizonDays?: number;
  market: number;
  fair: number;
  actual: number;
  lower80?: number | null;
  upper80?: number | null;
  up?: number | null;
  down?: number | null;
}

export interface SignalSeed {
  gameId: number;
  printingId: number;
  day: string;
  policyVersion?: string;
  signal?: string | null;
  reason?: string | null;
  marketCents?: number | null;
  observedOn?: string | null;
  currency?: string | null;
  fairValueCents?: number | null;
  fairValueKind?: string;
  lower80?: number | null;
  upper80?: number | null;
  deviationRatio?: number | null;
  confidence?: number | null;
  modelVersionId?: number | null;
  recordedAt?: string;
}

export async function aMarket(url: string): Promise<MarketBuilder> {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
  const one = async (sql: string, values: unknown[]): Promise<number> => ((await dataSource.query(sql, values)) as { id: number }[])[0]?.id ?? 0;
  const partition = (table: string, day: string) => dataSource.query('SELECT ensure_month_partitions($1, $2, $2)', [table, day]);
  const sourceOf = (slug: string) => one('INSERT INTO source (slug, is_simulated) VALUES ($1, false) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id', [slug]);
  const sourceId = await sourceOf('test');
  return {
    dataSource,
    game: ({ slug = 'pokemon', isSimulated = false } = {}) =>
      one('INSERT INTO game (slug, name, is_simulated) VALUES ($1, $1, $2) RETURNING id', [slug, isSimulated]),
    printing: async ({ gameId, cardId, name = cardId, category = null, set = 'Base Set' }) => {
      const setId = await one(
        'INSERT INTO card_set (game_id, name) VALUES ($1, $2) ON CONFLICT (game_id, name) DO UPDATE SET name = excluded.name RETURNING id',
        [gameId, set],
      );
      const cardRef = await one("INSERT INTO card (set_id, name, number, rarity, product_type) VALUES ($1, $2, $3, 'Rare Holo', 'single') RETURNING id", [setId, name, cardId]);
      const printingId = await one(
        `INSERT INTO printing (game_id, card_ref, card_id, variant, condition, grade, language, distinction, category)
         VALUES ($1, $2, $3, 'Holofoil', 'NM', 'RAW', 'en', '', $4) RETURNING id`,
        [gameId, cardRef, cardId, category],
      );
      await dataSource.query(
        `INSERT INTO source_crosswalk (source_id, game_id, external_id, printing_id, currency, provenance, confidence_ratio, recorded_at)
         VALUES ($1, $2, $3, $4, 'USD', 'test', 1, '2024-01-01T00:00:00Z')`,
        [sourceId, gameId, cardId, printingId],
      );
      return printingId;
    },
    observation: async ({ printingId, day, cents, low = null, mid = null, recordedAt = `${day}T20:00:00Z`, currency = 'USD', source, sourceUpdatedAt = null }) => {
      await partition('observation', day);
      await dataSource.query(
        `INSERT INTO observation (printing_id, source_id, observed_on, recorded_at, market_cents, currency, low_cents, mid_cents, source_updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [printingId, source === undefined ? sourceId : await sourceOf(source), day, recordedAt, cents, currency, low, mid, sourceUpdatedAt],
      );
    },
    priceFlag: async ({ printingId, day, flag, detail = {}, source = 'test' }) => {
      await dataSource.query('INSERT INTO price_flag (printing_id, source_id, observed_on, flag, detail, flagged_at) VALUES ($1, $2, $3, $4, $5, now())', [
        printingId, await sourceOf(source), day, flag, JSON.stringify(detail),
      ]);
    },
    model: async ({ gameId, name = 'local-level', version = 1, hasPassedGate = true, parameters = {}, calibration = {}, report = {} }) => {
      const runId = await one(
        `INSERT INTO training_run (game_id, day, input_digest, horizon_days, candidates, report, recorded_at)
         VALUES ($1, '2025-05-31', $2, 28, '{}', '{}', '2025-06-01T00:00:00Z') RETURNING id`,
        [gameId, `${name} ${version}`],
      );
      return one(
        `INSERT INTO model_version (game_id, name, version, training_run_id, trained_through, horizon_days, feature_set_version, parameters,
           calibration, report, gate, has_passed_gate, recorded_at)
         VALUES ($1, $2, $3, $4, '2025-05-31', 28, 1, $5, $6, $7, $8, $9, '2025-06-01T00:00:00Z') RETURNING id`,
        [
          gameId, name, version, runId, JSON.stringify(parameters), JSON.stringify(calibration), JSON.stringify(report),
          JSON.stringify({ modelName: name, passed: hasPassedGate, checks: [] }), hasPassedGate,
        ],
      );
    },
    promotion: async ({ gameId, modelVersionId, effectiveFrom = '2025-06-01', sequence = 1 }) => {
      await dataSource.query(
        `INSERT INTO promotion (game_id, alias, sequence, model_version_id, effective_from, actor, reason, recorded_at)
         VALUES ($1, 'champion', $2, $3, $4, 'test', 'test', '2025-06-01T00:00:00Z')`,
        [gameId, sequence, modelVersionId, effectiveFrom],
      );
    },
    fairValue: async (seed) => {
      await partition('fair_value', seed.day);
      await dataSource.query(
        `INSERT INTO fair_value (printing_id, day, model_version_id, horizon_days, fair_value_cents, lower80_cents, upper80_cents,
           up_probability, down_probability, move_curve, reason, kind, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [...fairValueValues(seed), seed.kind ?? (seed.cents === null ? 'none' : 'model'), seed.recordedAt ?? '2025-06-01T00:00:00Z'],
      );
    },
    predictionOutcome: async (seed) => {
      await partition('prediction_outcome', seed.day);
      await dataSource.query(
        `INSERT INTO prediction_outcome (game_id, printing_id, day, model_version_id, horizon_days, market_cents, fair_value_cents, actual_cents,
           lower80_cents, upper80_cents, up_probability, down_probability, actual_on, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $3::date + $5::int, '2025-12-01T00:00:00Z')`,
        [
          seed.gameId, seed.printingId, seed.day, seed.modelVersionId, seed.horizonDays ?? 28, seed.market, seed.fair, seed.actual,
          seed.lower80 ?? null, seed.upper80 ?? null, seed.up ?? null, seed.down ?? null,
        ],
      );
    },
    signal: async (seed) => {
      await partition('signal', seed.day);
      await dataSource.query(
        `INSERT INTO signal (printing_id, day, policy_version, game_id, signal, reason, market_cents, market_observed_on, currency, fair_value_cents,
           lower80_cents, upper80_cents, deviation_ratio, confidence, model_version_id, horizon_days, recorded_at, fair_value_kind)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 28, $16, $17)`,
        signalValues(seed),
      );
    },
    close: () => dataSource.destroy(),
  };
}

function fairValueValues(seed: FairValueSeed): unknown[] {
  const { printingId, day, modelVersionId, horizonDays = 28, cents } = seed;
  const rest = [seed.lower80, seed.upper80, seed.up, seed.down, seed.curve, seed.reason].map((value) => value ?? null);
  return [printingId, day, modelVersionId, horizonDays, cents, ...rest];
}

function signalValues(seed: SignalSeed): unknown[] {
  const withDefault = <T>(value: T | undefined, fallback: T): T => (value === undefined ? fallback : value);
  return [
    seed.printingId,
    seed.day,
    seed.policyVersion ?? 'threshold-test',
    seed.gameId,
    withDefault(seed.signal, 'HOLD'),
    seed.reason ?? null,
    withDefault(seed.marketCents, 1_000),
    withDefault(seed.observedOn, seed.day),
    withDefault(seed.currency, 'USD'),
    withDefault(seed.fairValueCents, 1_000),
    seed.lower80 ?? null,
    seed.upper80 ?? null,
    withDefault(seed.deviationRatio, 0),
    seed.confidence ?? null,
    seed.modelVersionId ?? null,
    seed.recordedAt ?? `${seed.day}T21:30:00Z`,
    seed.fairValueKind ?? (seed.fairValueCents === null ? 'none' : 'model'),
  ];
}
