import { type ClientLimits, type LimitOverrides, limitsOf, type LimitSettings } from './domain/client-limits.js';

interface LimitedKey {
  readonly id: number;
  readonly limits?: LimitOverrides;
}

/** The limits of every client: those of the settings, and of keys that have their own. */
export class LimitBook {
  /** Of addresses, and of keys that say nothing else. */
  readonly common: ClientLimits;
  private readonly ofKeys = new WeakMap<LimitedKey, ClientLimits>();

  constructor(private readonly settings: LimitSettings) {
    this.common = limitsOf(settings);
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
