import pg from 'pg';
import { ConfigError, messageOf } from '../shared/errors.js';

/**
 * Every process that uses the embedded server holds one connection with a shared advisory lock for as long as it does. Whoever
 * leaves gives its share back and tries to get the lock for itself alone: that works only for the last one, and while it shuts
 * the server down nobody else can come in. The lock goes with the connection, so a killed process counts no longer.
 */
const PRESENCE_LOCK = 7_000_002;
const WRONG_PASSWORD = '28P01';

/** What this process calls itself in pg_stat_activity: `pokewatch:<role>:<pid>`. */
export function applicationName(role: string): string {
  return `pokewatch:${role}:${process.pid}`;
}

/** A connection that makes this process present; or why that is not possible yet. */
export async function enter(url: string): Promise<pg.Client | string> {
  let refusal = 'it is about to stop';
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName('presence'),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // A connection that breaks later is noticed by whoever asks next; unheard, it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ entered: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS entered', [PRESENCE_LOCK]);
    if (rows[0]?.entered === true) {
      // Being present must not keep a process from ending.
      referenced(client).unref();
      return client;
    }
  } catch (error) {
    if ((error as { code?: string }).code === WRONG_PASSWORD) throw new ConfigError('The embedded Postgres does not accept the password in its data folder.');
    refusal = messageOf(error);
  }
  await client.end().catch(() => undefined);
  return refusal;
}

/** The process waits again for what this connection still has to do. */
export function prepareToLeave(presence: pg.Client): void {
  referenced(presence).ref();
}

/** The types of pg forget these two. */
function referenced(client: pg.Client): { ref(): void; unref(): void } {
  return client as pg.Client & { ref(): void; unref(): void };
}

/**
 * Whether nobody else of PokeWatch uses the server. If so, nobody can enter until this connection ends. Also asks for other
 * connections by name: whoever lost its lock to a crash of the server may not have it back yet.
 */
export async function isLast(presence: pg.Client): Promise<boolean> {
  await presence.query('SELECT pg_advisory_unlock_shared($1)', [PRESENCE_LOCK]);
  const { rows } = await presence.query<{ is_last: boolean }>(
    `SELECT pg_try_advisory_lock($1) AND NOT EXISTS (
       SELECT FROM pg_stat_activity
       WHERE application_name LIKE 'pokewatch:%' AND application_name NOT LIKE 'pokewatch:presence:%' AND application_name NOT LIKE $2
     ) AS is_last`,
    [PRESENCE_LOCK, `pokewatch:%:${process.pid}`],
  );
  return rows[0]?.is_last === true;
}
