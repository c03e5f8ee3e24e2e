/** What the caller gave cannot be used. Says which field, which value, and what would be accepted. */
export class GbdtInputError extends Error {
  override readonly name = 'GbdtInputError';
  constructor(readonly field: string, readonly value: unknown, readonly accepted: string) {
    super(`${field} is ${shown(value)}; accepted: ${accepted}.`);
  }
}

/** A stored model cannot be used. Says what is wrong with which part, and what would be accepted. */
export class GbdtModelError extends Error {
  override readonly name = 'GbdtModelError';
  constructor(readonly part: string, readonly problem: string, readonly accepted: string) {
    super(`The model's ${part} ${problem}; accepted: ${accepted}.`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  return String(value);
}
