/** An alias of ours over a version as the other side numbers it. */
export interface HeldAlias {
  readonly alias: string;
  readonly version: string;
}

const OURS = /^(champion|challenger|shadow(-\d+)?)$/;

/**
 * The aliases the other side should have. There an alias means one version: the newest shadow is `shadow`, the others `shadow-2`,
 * `shadow-3` and so on.
 */
export function wantedAliases(holders: readonly HeldAlias[]): HeldAlias[] {
  const shadows = holders.filter(({ alias }) => alias === 'shadow').toSorted((a, b) => Number(b.version) - Number(a.version));
  return [...holders.filter(({ alias }) => alias !== 'shadow'), ...shadows.map(({ version }, i) => ({ alias: i === 0 ? 'shadow' : `shadow-${i + 1}`, version }))];
}

/** What to set and what to remove so that the other side has what is wanted. Aliases that are not ours are left alone. */
export function aliasChanges(wanted: readonly HeldAlias[], present: readonly HeldAlias[]): { set: HeldAlias[]; remove: string[] } {
  return {
    set: wanted.filter((one) => !present.some((other) => other.alias === one.alias && other.version === one.version)),
    remove: present.map(({ alias }) => alias).filter((alias) => OURS.test(alias) && !wanted.some((one) => one.alias === alias)),
  };
}
