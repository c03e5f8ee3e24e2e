/** Parts by what they have in common, in the order in which that is first met. */
export function grouped<T, K>(parts: readonly T[], by: (part: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const part of parts) {
    const key = by(part);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return groups;
}

export const sumOf = <T>(parts: readonly T[], of: (part: T) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
