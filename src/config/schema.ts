import { z } from 'zod';
import { parseNetwork } from '../shared/ip-address.js';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const within = (min: number, max: number) => z.coerce.number({ error: 'must be a number' }).min(min, `must be at least ${min}`).max(max, `must be at most ${max}`);
const whole = (min: number, max: number) => within(min, max).int('must be a whole number');
/** Without user and password: whatever is in an address is seen in messages. */
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be http(s)://host/path' }).refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'must not contain a user; there are settings for that');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** The live sources of prices, as `PRICE_SOURCES` may name them. A test compares them with the list of providers. */
export const PRICE_SOURCE_SLUGS = ['tcgcsv', 'cardmarket', 'tcgdex', 'pokemonpricetracker', 'pokemontcg'] as const;
export type PriceSourceSlug = (typeof PRICE_SOURCE_SLUGS)[number];

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional();

const priceSources = z.string().default('').transform((text, context): PriceSourceSlug[] => {
  const slugs = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const isKnown = (slug: string): slug is PriceSourceSlug => (PRICE_SOURCE_SLUGS as readonly string[]).includes(slug);
  for (const slug of slugs.filter((one) => !isKnown(one))) {
    context.addIssue({ code: 'custom', message: `"${slug}" is no source; expected a comma-separated list of ${PRICE_SOURCE_SLUGS.join(', ')}` });
  }
  if (new Set(slugs).size !== slugs.length) context.addIssue({ code: 'custom', message: 'names a source twice; expected each at most once' });
  return slugs.filter(isKnown);
});

const corsOrigins = z.string().default('').transform((text, context) => {
  const origins = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  for (const origin of origins.filter((one) => !URL.canParse(one) || new URL(one).origin !== one)) {
    context.addIssue({ code: 'custom', message: `"${origin}" is no origin; expected scheme, host and port alone, such as https://cards.example or http://localhost:5173` });
  }
  return origins;
});

const allowedNetworks = z.string().default('').transform((text, context): string[] => {
  const networks = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  for (const network of networks.filter((one) => parseNetwork(one) === undefined)) {
    context.addIssue({ code: 'custom', message: `"${network}" is no network; expected a comma-separated list such as 10.1.0.0/16,fd00:1::/32, with no bits after the prefix` });
  }
  return networks;
});

/**
 * Every setting PokeWatch reads, and nothing else. An empty value counts as not set.
 * `.env.example` lists exactly these keys; a test compares the two.
 */
export const environmentSchema = z.object({
  ROLE: z.enum(['all', 'api', 'worker']).default('all').describe('What this process does: serve HTTP, run the pipeline, or both'),
  HOST: z.string().default('127.0.0.1').describe('Address the HTTP server listens on'),
  PORT: whole(0, 65_535).default(3000).describe('Port the HTTP server listens on; 0 takes a free one'),
  TRUST_PROXY: z.string().default('').describe('Proxies whose X-Forwarded-For is believed: a comma-separated list of addresses or networks'),
  HTTP_BODY_LIMIT_BYTES: whole(1_024, 104_857_600).default(1_048_576).describe('Largest body of a request'),
  HTTP_HEADERS_TIMEOUT_SECONDS: within(0.1, 600).default(10).describe('A client that takes longer to send its headers is cut off'),
  HTTP_REQUEST_TIMEOUT_SECONDS: within(0.1, 3_600).default(30).describe('A client that takes longer to send its whole request is cut off; at least the time for headers'),
  HTTP_KEEP_ALIVE_SECONDS: within(1, 3_600).default(72).describe('How long an idle connection stays open; longer than that of the proxy before it'),
  HTTP_MAX_REQUESTS_PER_SOCKET: whole(0, 1_000_000_000).default(100_000).describe('A connection that has sent so many requests is closed in order; 0: never'),
  HTTP_MAX_REQUESTS_UNDER_WAY: whole(0, 1_000_000).default(1_000).describe('With so many requests under way further ones are answered 503; 0: never'),
  HTTP_MAX_EVENT_LOOP_DELAY_MS: whole(0, 60_000).default(500).describe('While the event loop is late by more than this on average requests are answered 503; 0: never'),
  DRAIN_DELAY_SECONDS: within(0, 600).default(5).describe('After SIGTERM: how long /readyz says no before no connection is taken any more'),
  DRAIN_DEADLINE_SECONDS: within(1, 3_600).default(30).describe('After SIGTERM: when requests still under way are given up'),
  CORS_ORIGINS: corsOrigins.describe('Origins whose pages may call this API: a comma-separated list such as https://cards.example; not set: none'),
  SESSION_HOURS: within(1, 8_760).default(720).describe('How long a browser stays signed in after it showed a key'),
  HSTS_MAX_AGE_SECONDS: whole(0, 63_072_000).default(0).describe('Strict-Transport-Security of every answer, once TLS is in front for good; 0: not sent'),

  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' }).optional()
    .describe('Any Postgres >= 15. Not set: an embedded Postgres in DATA_DIR'),
  DATABASE_POOL_SIZE: whole(2, 200).default(10).describe('Connections this process may hold'),
  DATABASE_STATEMENT_TIMEOUT_SECONDS: within(0, 3_600).default(30).describe('ROLE=api: a statement that takes longer is ended, and its request answered 503; 0: never'),
  DATA_DIR: z.string().default('.pokewatch').describe('Folder of the embedded Postgres and the training snapshots'),

  SIMULATED_MARKET: z.enum(['auto', 'off']).default('auto').describe('auto: an empty database is filled with a simulated market'),
  SIMULATION_SEED: whole(0, 2_147_483_647).default(1).describe('Seed of the simulated market: the same seed gives the same market'),
  SIMULATION_PRINTINGS: whole(50, 20_000).default(320).describe('Printings in the simulated market'),
  SIMULATION_DAYS: whole(120, 3_650).default(730).describe('Days of history in the simulated market'),
  CARDS_FILE: z.string().default('config/cards.yaml').describe('The tracked universe: categories and priorities'),

  PRICE_SOURCES: priceSources.describe('Live sources of prices in order of trust, such as tcgcsv,cardmarket; not set: none'),
  TCGCSV_BASE_URL: address.describe('tcgcsv: another address than its own'),
  CARDMARKET_BASE_URL: address.describe('cardmarket: another address than its own'),
  TCGDEX_BASE_URL: address.describe('tcgdex: another address than its own'),
  POKEMONPRICETRACKER_BASE_URL: address.describe('pokemonpricetracker: another address than its own'),
  POKEMONPRICETRACKER_API_KEY: z.string().optional().describe('pokemonpricetracker: its key; needed where PRICE_SOURCES names it'),
  POKEMONPRICETRACKER_CREDITS_PER_DAY: whole(1, 10_000_000).default(100).describe('pokemonpricetracker: credits that may be spent in a UTC day; 100 is its free plan'),
  POKEMONTCG_BASE_URL: address.describe('pokemontcg: another address than its own'),
  POKEMONTCG_API_KEY: z.string().optional().describe('pokemontcg: its key; it answers without one too, only less'),

  PIPELINE_SCHEDULE_ENABLED: flag.default(true).describe('Whether workers look at schedules: false switches all of them off'),
  PIPELINE_CRON: z.string().regex(/^\S+( \S+){4,5}$/, 'must be a cron expression of 5 or 6 fields').default('30 21 * * *')
    .describe('When the daily pipeline runs, in UTC: what the schedule collect-daily begins with'),
  DEADLINE_FRESH_BY: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, 'must be a time of day such as 23:30').default('')
    .describe('By this time of day the last scheduled run of every game must have succeeded, else an alert; not set: not watched'),
  DEADLINE_TIME_ZONE: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin').default('UTC')
    .describe('Time zone of DEADLINE_FRESH_BY'),
  DEADLINE_STEP_RUNTIME_RATIO: within(0.01, 1).default(0.5)
    .describe('A pipeline step that runs longer than this share of its time limit is told'),
  TRAIN_EVERY_DAYS: whole(1, 365).default(28).describe('Days between two training runs of one game'),
  RETRAIN_COOLDOWN_DAYS: whole(1, 365).default(7).describe('No training because of drift or lost skill within this many days of the last training or trigger'),
  STEP_CACHE_TTL_DAYS: whole(0, 3_650).default(30).describe('How many days a stage that would do the same again leaves it to the run that did it; 0: never'),
  FORECAST_HORIZON_DAYS: whole(1, 90).default(28).describe('How many days ahead fair values look'),
  UNIVERSE_MIN_PRICE: within(0, 1_000_000).default(5).describe('Cards cheaper than this (major units) take no part in evaluation'),

  SIGNAL_POLICY: z.enum(['net', 'threshold']).default('net')
    .describe('net: calibrated probabilities and costs decide; threshold: how far the price is from fair value'),
  SIGNAL_COST_PROFILE: z.enum(['collection', 'tcgplayer', 'ebay', 'cardmarket']).default('collection')
    .describe('net: what a BUY is for. collection: to keep; the others: to sell again there, after its costs'),
  SIGNAL_MIN_UP_PROBABILITY: within(0.01, 1).default(0.3).describe('net: BUY for a collection from this probability of a rise on'),
  SIGNAL_MIN_DOWN_PROBABILITY: within(0.01, 1).default(0.2).describe('net: SELL from this probability of a fall on'),
  SIGNAL_MIN_FLIP_PROBABILITY: within(0.01, 1).default(0.5).describe('net: BUY for resale from this probability of breaking even on'),
  SIGNAL_MIN_DISCOUNT_RATIO: within(0.01, 0.9).default(0.1).describe('net: cheap for a collection at least this share below fair value, postage included'),
  SIGNAL_EXIT_RATIO: within(0.01, 1).default(0.75).describe('net: a BUY or SELL stays while its probability is at least this share of the one it began with'),
  SIGNAL_MIN_DWELL_DAYS: whole(0, 90).default(7).describe('net: a BUY or SELL stays at least this many days'),
  SIGNAL_BUY_RATIO: within(0.01, 0.9).default(0.1).describe('threshold: BUY when the price is at least this share below fair value'),
  SIGNAL_SELL_RATIO: within(0.01, 5).default(0.15).describe('threshold: SELL when the price is at least this share above fair value'),
  SIGNAL_MIN_CONFIDENCE: within(0, 1).default(0).describe('threshold: no BUY or SELL with a calibrated probability below this'),
  SIGNAL_STALE_AFTER_DAYS: whole(1, 365).default(10).describe('No signal on a market price older than this'),
  OUTCOME_MOVE_RATIO: within(0.01, 1).default(0.1).describe('A BUY is good if the price rises by at least this share while held'),

  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional().describe('Receiver of OpenTelemetry traces (OTLP over HTTP), such as http://collector:4318. Not set: none are made'),
  MLFLOW_TRACKING_URI: httpUrl.optional().describe('MLflow server that trainings and models are told to, such as https://dagshub.com/me/cards.mlflow. Not set: none'),
  MLFLOW_TRACKING_USERNAME: z.string().optional().describe('User of the MLflow server; on DagsHub your user name'),
  MLFLOW_TRACKING_PASSWORD: z.string().optional().describe('Password of that user; on DagsHub an access token'),
  MLFLOW_TRACKING_TOKEN: z.string().optional().describe('Bearer token of the MLflow server, instead of user and password'),
  MLFLOW_EXPERIMENT: z.string().max(250).default('pokewatch').describe('Name of the MLflow experiment'),
  DVC_REMOTE_URL: z.union([httpUrl, z.string().regex(/^(file:\/\/)?\//)], { error: 'must be http(s)://..., file:///... or an absolute path' }).optional()
    .describe('DVC remote that training snapshots and models are pushed to: http(s)://..., file:///... or a folder. Not set: none'),
  DVC_REMOTE_METHOD: z.enum(['POST', 'PUT']).default('POST').describe('How files are uploaded to an HTTP remote'),
  DVC_REMOTE_USER: z.string().optional().describe('User of the HTTP remote (Basic)'),
  DVC_REMOTE_PASSWORD: z.string().optional().describe('Password of that user; without a user the whole value of an Authorization header'),
  DVC_REPO_DIR: z.string().optional().describe('Folder the .dvc files are written to, to be committed. Not set: DATA_DIR/dvc'),

  WEBHOOK_ALLOWED_NETWORKS: allowedNetworks.describe('Networks that are not public and that webhooks, Slack and Discord channels may be sent to all the same, such as 10.1.0.0/16; not set: none'),
  TELEGRAM_BASE_URL: httpUrl.default('https://api.telegram.org').describe('Where Telegram channels are sent through: another address than its own for a Bot API server of yours'),

  RATE_LIMIT_PER_MINUTE: whole(1, 60_000_000).default(100).describe('Requests per client and minute'),
  RATE_LIMIT_PER_DAY: whole(0, 1_000_000_000).optional().describe('Requests per client and day; 0: as many as the minutes let in. Not set: 1 000 times RATE_LIMIT_PER_MINUTE'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be redis://user:password@host:port/number, or rediss:// for TLS' }).optional()
    .describe('Redis that several processes count requests in together. Not set: each counts by itself'),
  REDIS_PATIENCE_MS: whole(5, 5_000).default(50).describe('How long Redis may be silent before each process goes on without it'),
  ADMIN_API_KEY: z.string().regex(/^pw_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{32,}$/, 'must look like pw_<8 characters>_<at least 32 characters>').optional()
    .describe('An admin key to accept from the start; not set: one is made and printed once'),
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug', 'verbose']).default('warn').describe('Least severe level that is logged'),
  LOG_FORMAT: z.enum(['text', 'json']).default('text').describe('How log lines are written; json also logs requests'),
  LOG_SAMPLE_RATIO: within(0, 1).default(0.01).describe('Share of good requests that is logged, where requests are; refused, failed and slow ones always are'),
}).superRefine((env, context) => {
  if (env.HTTP_REQUEST_TIMEOUT_SECONDS < env.HTTP_HEADERS_TIMEOUT_SECONDS) {
    context.addIssue({ code: 'custom', path: ['HTTP_REQUEST_TIMEOUT_SECONDS'], message: `must be at least HTTP_HEADERS_TIMEOUT_SECONDS, which is ${env.HTTP_HEADERS_TIMEOUT_SECONDS}` });
  }
  if (!env.PRICE_SOURCES.includes('pokemonpricetracker') || env.POKEMONPRICETRACKER_API_KEY !== undefined) return;
  context.addIssue({ code: 'custom', path: ['POKEMONPRICETRACKER_API_KEY'], message: 'must be set, because PRICE_SOURCES names pokemonpricetracker' });
});

export type EnvironmentKey = keyof typeof environmentSchema.shape;
export type Environment = z.infer<typeof environmentSchema>;
