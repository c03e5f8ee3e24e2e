import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isAlive } from './postgres-process.js';

const OLDEST_MS = 10 * 60_000;

/** A name for work that is renamed when it is finished: `<prefix><pid>-<random>`. */
export function unfinishedName(prefix: string): string {
  return `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Removes unfinished work whose process is gone, or that is too old to be in use (process numbers come again). */
export function removeLeftOvers(parent: string, prefix: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const path = join(parent, name);
    const ageMs = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10)) && ageMs < OLDEST_MS) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // An orphaned initdb may still be writing there; the next start finds it again.
    }
  }
}
