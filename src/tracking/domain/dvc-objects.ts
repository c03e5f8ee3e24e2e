/** One file of a directory that DVC knows. */
export interface DirectoryEntry {
  /** MD5 of the bytes, hexadecimal. */
  readonly md5: string;
  /** Below the directory, parts separated by `/`. */
  readonly relpath: string;
}

/** What a directory is called: MD5 of its text, then this. */
export const DIRECTORY_SUFFIX = '.dir';

/** Where an object lies below a remote, as DVC 3 has it: https://dvc.org/doc/user-guide/project-structure/internal-files */
export function objectPath(hash: string): string {
  return `files/md5/${hash.slice(0, 2)}/${hash.slice(2)}`;
}

/**
 * The content of a directory object: what Python's `json.dumps(entries, sort_keys=True)` writes, entries in the order of their paths.
 * Its MD5 names the directory, so every byte counts: `", "` and `": "` between things, everything beyond ASCII escaped.
 */
export function directoryText(entries: readonly DirectoryEntry[]): string {
  const ordered = entries.toSorted((a, b) => compareByCodePoint(a.relpath, b.relpath));
  return `[${ordered.map(({ md5, relpath }) => `{"md5": ${pythonString(md5)}, "relpath": ${pythonString(relpath)}}`).join(', ')}]`;
}

/** A string as Python's json module writes it by default: ASCII, with four lower-case hex digits per UTF-16 unit. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Python compares strings by code point; JavaScript by UTF-16 unit, which differs beyond the basic plane. */
function compareByCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
