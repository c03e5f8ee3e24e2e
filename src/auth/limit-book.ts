import { type ClientLimits, type LimitOverrides, limitsOf, type LimitSettings } from './domain/client-limits.js';

/** A page asks some ten things at once, and a search one for each letter. */
const SESSION_FACTOR = 10;

interface LimitedKey {
  readonly id: number;
  readonly limits?: LimitOverrides;
}

/** The limits of every client: those of the settings, and of keys that have their own. */
export class LimitBook {
  /** Of addresses, and of keys that say nothing else. */
  readonly common: ClientLimits;
  private readonly ofSessions: ClientLimits;
  private readonly ofKeys = new WeakMap<LimitedKey, ClientLimits>();

  constructor(private readonly settings: LimitSettings) {
    this.common = limitsOf(settings);
    const perDay = settings.requestsPerDay;
    this.ofSessions = limitsOf({ requestsPerMinute: settings.requestsPerMinute * SESSION_FACTOR, requestsPerDay: perDay === undefined ? undefined : perDay * SESSION_FACTOR });
  }

  /** Of a person at the dashboard, whose pages ask many small things; a key with limits of its own keeps them. */
  ofSession(key: LimitedKey): ClientLimits {
    const limits = this.of(key);
    return limits === this.common ? this.ofSessions : limits;
  }

  of(key: LimitedKey): ClientLimits {
    const overrides = key.limits;
    if (overrides === undefined || (overrides.requestsPerMinute === null && overrides.requestsPerDay === null)) return this.common;
    let limits = this.ofKeys.get(key);
    if (limits === undefined) {
      limits = limitsOf(this.settings, overrides);
      this.ofKeys.set(key, limits);
    }
    return limits;
  }
}
