import { existsSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../shared/errors.js';
import { environmentSchema, type Environment, type EnvironmentKey, type PriceSourceSlug } from './schema.js';

/** A live source that is asked, and how it differs from what its provider starts from. */
export interface PriceSourceSettings {
  readonly slug: PriceSourceSlug;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly creditsPerDay: number | undefined;
}

/** The one typed configuration object. Grouped by who reads it; never changed after start. */
export interface Config {
  readonly role: Environment['ROLE'];
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly trustProxy: string[];
    readonly rateLimitPerMinute: number;
    readonly rateLimitPerDay: number | undefined;
    readonly bodyLimitBytes: number;
    readonly headersTimeoutSeconds: number;
    readonly requestTimeoutSeconds: number;
    readonly keepAliveSeconds: number;
    readonly maxRequestsPerSocket: number;
    /** 0: no limit. */
    readonly maxUnderWay: number;
    /** 0: no limit. */
    readonly maxEventLoopDelayMs: number;
    readonly drainDelaySeconds: number;
    readonly drainDeadlineSeconds: number;
    readonly corsOrigins: readonly string[];
    readonly sessionHours: number;
    /** 0: not sent. */
    readonly hstsMaxAgeSeconds: number;
  };
  readonly redis: { readonly url: string | undefined; readonly patienceMs: number };
  /** `statementTimeoutSeconds`: of connections that only serve requests; 0 is none. */
  readonly database: { readonly url: string | undefined; readonly poolSize: number; readonly statementTimeoutSeconds: number; readonly dataDir: string };
  readonly simulation: { readonly enabled: boolean; readonly seed: number; readonly printings: number; readonly days: number };
  readonly cardsFile: string;
  /** In order of trust. */
  readonly priceSources: readonly PriceSourceSettings[];
  readonly pipeline: { readonly scheduleEnabled: boolean; readonly cron: string; readonly trainEveryDays: number; readonly retrainCooldownDays: number; readonly stepCacheTtlDays: number };
  /** `freshBy`: HH:MM, or empty where freshness is not watched. */
  readonly deadlines: { readonly freshBy: string; readonly timeZone: string; readonly stepRuntimeRatio: number };
  readonly modelling: { readonly horizonDays: number; readonly minPriceMajor: number; readonly moveRatio: number };
  readonly policy: {
    readonly kind: Environment['SIGNAL_POLICY'];
    readonly costProfile: Environment['SIGNAL_COST_PROFILE'];
    readonly minimumUpProbability: number;
    readonly minimumDownProbability: number;
    readonly minimumFlipProbability: number;
    readonly minimumDiscountRatio: number;
    readonly exitRatio: number;
    readonly minimumDwellDays: number;
    readonly buyRatio: number;
    readonly sellRatio: number;
    readonly minConfidence: number;
    readonly staleAfterDays: number;
    readonly moveRatio: number;
  };
  readonly tracing: {
    /** Undefined: no traces. */
    readonly endpoint: string | undefined;
  };
  readonly tracking: {
    readonly mlflow: {
      /** Undefined: no MLflow. */
      readonly uri: string | undefined;
      readonly user: string | undefined;
      readonly password: string | undefined;
      readonly token: string | undefined;
      readonly experiment: string;
    };
    readonly dvc: {
      /** Undefined: no DVC. */
      readonly remoteUrl: string | undefined;
      readonly method: Environment['DVC_REMOTE_METHOD'];
      readonly user: string | undefined;
      readonly password: string | undefined;
      /** Undefined: `dvc` in the data folder. */
      readonly repoDir: string | undefined;
    };
  };
  /** `allowedNetworks`: not public, and to be sent to all the same. */
  readonly webhooks: { readonly allowedNetworks: readonly string[] };
  readonly telegram: { readonly baseUrl: string };
  readonly adminApiKey: string | undefined;
  readonly log: { readonly level: Environment['LOG_LEVEL']; readonly format: Environment['LOG_FORMAT']; readonly sampleRatio: number };
}

/** Injection token of {@link Config}: an interface has no value of its own to inject by. */
export const CONFIG = Symbol('Config');

/** Environment variables -> Config. Throws one ConfigError that names every problem at once. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) throw new ConfigError(describeProblems(parsed.error, set));
  return toConfig(parsed.data);
}

/** The configuration of this process: its environment, and `.env` beside it for what the environment does not say. */
export function readProcessConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

function describeProblems(error: z.ZodError, set: Readonly<Record<string, string | undefined>>): string {
  const lines = error.issues.map((issue) => {
    const key = String(issue.path[0]) as EnvironmentKey;
    const shown = set[key] === undefined ? '(not set)' : /KEY|UR[LI]|SECRET|PASSWORD|TOKEN/.test(key) ? '(hidden)' : JSON.stringify(set[key]);
    return `  ${key}=${shown}: ${issue.message}. ${environmentSchema.shape[key]?.description ?? ''}`;
  });
  return `The configuration has ${lines.length} problem${lines.length === 1 ? '' : 's'}:\n${lines.join('\n')}`;
}

function toConfig(env: Environment): Config {
  return {
    role: env.ROLE,
    http: toHttp(env),
    redis: { url: env.REDIS_URL, patienceMs: env.REDIS_PATIENCE_MS },
    database: { url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE, statementTimeoutSeconds: env.DATABASE_STATEMENT_TIMEOUT_SECONDS, dataDir: env.DATA_DIR },
    simulation: {
      enabled: env.SIMULATED_MARKET === 'auto',
      seed: env.SIMULATION_SEED,
      printings: env.SIMULATION_PRINTINGS,
      days: env.SIMULATION_DAYS,
    },
    cardsFile: env.CARDS_FILE,
    priceSources: env.PRICE_SOURCES.map((slug) => ({ slug, ...priceSourceSettings(env)[slug] })),
    pipeline: {
      scheduleEnabled: env.PIPELINE_SCHEDULE_ENABLED,
      cron: env.PIPELINE_CRON,
      trainEveryDays: env.TRAIN_EVERY_DAYS,
      retrainCooldownDays: env.RETRAIN_COOLDOWN_DAYS,
      stepCacheTtlDays: env.STEP_CACHE_TTL_DAYS,
    },
    deadlines: { freshBy: env.DEADLINE_FRESH_BY, timeZone: env.DEADLINE_TIME_ZONE, stepRuntimeRatio: env.DEADLINE_STEP_RUNTIME_RATIO },
    modelling: { horizonDays: env.FORECAST_HORIZON_DAYS, minPriceMajor: env.UNIVERSE_MIN_PRICE, moveRatio: env.OUTCOME_MOVE_RATIO },
    policy: {
      kind: env.SIGNAL_POLICY,
      costProfile: env.SIGNAL_COST_PROFILE,
      minimumUpProbability: env.SIGNAL_MIN_UP_PROBABILITY,
      minimumDownProbability: env.SIGNAL_MIN_DOWN_PROBABILITY,
      minimumFlipProbability: env.SIGNAL_MIN_FLIP_PROBABILITY,
      minimumDiscountRatio: env.SIGNAL_MIN_DISCOUNT_RATIO,
      exitRatio: env.SIGNAL_EXIT_RATIO,
      minimumDwellDays: env.SIGNAL_MIN_DWELL_DAYS,
      buyRatio: env.SIGNAL_BUY_RATIO,
      sellRatio: env.SIGNAL_SELL_RATIO,
      minConfidence: env.SIGNAL_MIN_CONFIDENCE,
      staleAfterDays: env.SIGNAL_STALE_AFTER_DAYS,
      moveRatio: env.OUTCOME_MOVE_RATIO,
    },
    tracing: { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT },
    tracking: toTracking(env),
    webhooks: { allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS },
    telegram: { baseUrl: env.TELEGRAM_BASE_URL.replace(/\/$/, '') },
    adminApiKey: env.ADMIN_API_KEY,
    log: { level: env.LOG_LEVEL, format: env.LOG_FORMAT, sampleRatio: env.LOG_SAMPLE_RATIO },
  };
}

function toHttp(env: Environment): Config['http'] {
  return {
    host: env.HOST,
    port: env.PORT,
    trustProxy: env.TRUST_PROXY.split(',').map((part) => part.trim()).filter((part) => part !== ''),
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    rateLimitPerDay: env.RATE_LIMIT_PER_DAY,
    bodyLimitBytes: env.HTTP_BODY_LIMIT_BYTES,
    headersTimeoutSeconds: env.HTTP_HEADERS_TIMEOUT_SECONDS,
    requestTimeoutSeconds: env.HTTP_REQUEST_TIMEOUT_SECONDS,
    keepAliveSeconds: env.HTTP_KEEP_ALIVE_SECONDS,
    maxRequestsPerSocket: env.HTTP_MAX_REQUESTS_PER_SOCKET,
    maxUnderWay: env.HTTP_MAX_REQUESTS_UNDER_WAY,
    maxEventLoopDelayMs: env.HTTP_MAX_EVENT_LOOP_DELAY_MS,
    drainDelaySeconds: env.DRAIN_DELAY_SECONDS,
    drainDeadlineSeconds: env.DRAIN_DEADLINE_SECONDS,
    corsOrigins: env.CORS_ORIGINS,
    sessionHours: env.SESSION_HOURS,
    hstsMaxAgeSeconds: env.HSTS_MAX_AGE_SECONDS,
  };
}

function toTracking(env: Environment): Config['tracking'] {
  return {
    mlflow: {
      uri: env.MLFLOW_TRACKING_URI,
      user: env.MLFLOW_TRACKING_USERNAME,
      password: env.MLFLOW_TRACKING_PASSWORD,
      token: env.MLFLOW_TRACKING_TOKEN,
      experiment: env.MLFLOW_EXPERIMENT,
    },
    dvc: {
      remoteUrl: env.DVC_REMOTE_URL,
      method: env.DVC_REMOTE_METHOD,
      user: env.DVC_REMOTE_USER,
      password: env.DVC_REMOTE_PASSWORD,
      repoDir: env.DVC_REPO_DIR,
    },
  };
}

function priceSourceSettings(env: Environment): Record<PriceSourceSlug, Omit<PriceSourceSettings, 'slug'>> {
  const plain = (baseUrl: string | undefined) => ({ baseUrl, apiKey: undefined, creditsPerDay: undefined });
  return {
    tcgcsv: plain(env.TCGCSV_BASE_URL),
    cardmarket: plain(env.CARDMARKET_BASE_URL),
    tcgdex: plain(env.TCGDEX_BASE_URL),
    pokemonpricetracker: {
      baseUrl: env.POKEMONPRICETRACKER_BASE_URL, apiKey: env.POKEMONPRICETRACKER_API_KEY, creditsPerDay: env.POKEMONPRICETRACKER_CREDITS_PER_DAY,
    },
    pokemontcg: { ...plain(env.POKEMONTCG_BASE_URL), apiKey: env.POKEMONTCG_API_KEY },
  };
}
