/** Compiles what has changed; whether something was compiled. */
export function ensureBuilt(projectDir?: string): boolean;
export function ensureBuiltOrExit(): boolean;
