/** Each implies those before it. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type ApiKeyScope = (typeof SCOPES)[number];

/** How often a key may ask; null: as often as the server lets everybody. */
export interface KeyLimits {
  readonly requestsPerMinute: number | null;
  readonly requestsPerDay: number | null;
}

/** What is known of a key besides its secret. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  /** Whose it is: keys of one account see the same collection, watchlist and alert rules, and those of another none of it. */
  readonly account: string;
  readonly prefix: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly limits: KeyLimits;
  /** Networks (CIDR) it may be used from; none: from everywhere. */
  readonly allowedNetworks: readonly string[];
  /** The key that this one was made to take the place of. */
  readonly replaces: number | null;
}

const PATTERN = /^pw_([A-Za-z0-9]{8})_[A-Za-z0-9_-]{32,128}$/;

/** `pw_<prefix>_<secret>`: the prefix is public and finds the row, the secret is shown once. */
export function formatApiKey(prefix: string, secret: string): string {
  return `pw_${prefix}_${secret}`;
}

/** The prefix of a text that has the form of a key; undefined where it has not, and no look-up is worth it. */
export function prefixOf(text: string): string | undefined {
  return PATTERN.exec(text)?.[1];
}

/** Whether scopes allow what is required. `admin` implies `write`, `write` implies `read`. */
export function grants(scopes: readonly ApiKeyScope[], required: ApiKeyScope): boolean {
  const needed = SCOPES.indexOf(required);
  return scopes.some((scope) => SCOPES.indexOf(scope) >= needed);
}

/** Whether a key may be used at an instant: the moment of expiry or revocation is already too late. */
export function isUsable(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  return (key.expiresAt === null || now < key.expiresAt) && (key.revokedAt === null || now < key.revokedAt);
}

/** What an account may be called. */
export const ACCOUNT_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

/** The account of a key that nobody named one for: its own. */
export function ownAccount(prefix: string): string {
  return `a_${prefix}`;
}

/** Whether scopes allow all that others do: nobody hands out more than they have. */
export function covers(scopes: readonly ApiKeyScope[], others: readonly ApiKeyScope[]): boolean {
  return others.every((other) => grants(scopes, other));
}
