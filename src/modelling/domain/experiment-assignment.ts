import { hashText } from '../../shared/random.js';

export type Arm = 'a' | 'b';

/**
 * The arm of one unit (a printing, or a client by the prefix of its key) in an experiment: `b` for a share `shareB` (0..1) of all
 * units. The same salt and unit always give the same arm; a larger share keeps everyone who was in `b` there; another
 * salt divides the same units anew. FNV-1a of salt and unit, then the finaliser of MurmurHash3 (Appleby, public domain), without
 * which like texts would fall together.
 */
export function armOf(salt: string, unit: string, shareB: number): Arm {
  return mixed(hashText(`${salt}\u0000${unit}`)) / 4_294_967_296 < shareB ? 'b' : 'a';
}

function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
