/** One fitted parameter as a person can read it. */
export interface ParameterSummary {
  readonly name: string;
  /** What it means; null where the model does not say. */
  readonly meaning: string | null;
  /** The value, or of a large one what it is, its size and its hash. */
  readonly value: string;
}

/** Longer values, such as the trees of a forest, are told by size and hash. */
const MOST_CHARACTERS = 120;
const HASH_CHARACTERS = 16;

/**
 * The parameters of a model version, each on its own. `meanings` are those of the model's description, `hashOf` gives the hash of
 * a text in hexadecimal. Never longer than a line each, however large the model.
 */
export function summariseParameters(parameters: unknown, meanings: Readonly<Record<string, string>>, hashOf: (text: string) => string): ParameterSummary[] {
  if (parameters === null || parameters === undefined) return [];
  const entries = isPlainObject(parameters) ? Object.entries(parameters) : [['parameters', parameters] as const];
  return entries.map(([name, value]) => ({ name, meaning: meanings[name] ?? null, value: summarise(value, hashOf) }));
}

function summarise(value: unknown, hashOf: (text: string) => string): string {
  const text = JSON.stringify(value) ?? 'undefined';
  if (text.length <= MOST_CHARACTERS) return text;
  return `${kindOf(value)}, ${text.length} characters as JSON, sha256 ${hashOf(text).slice(0, HASH_CHARACTERS)}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  return isPlainObject(value) ? `object of ${Object.keys(value).length} entries` : typeof value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
