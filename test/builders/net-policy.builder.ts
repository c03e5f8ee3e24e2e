import type { NetPolicy } from '../../src/serving/domain/net-policy.js';
import { costProfile } from '../../src/serving/domain/cost-profiles.js';
import { MOVE_GRID } from '../../src/shared/move-curve.js';

/** To keep: buying costs postage, selling is not thought of. */
export const KEEPING: NetPolicy = {
  profile: costProfile('collection'),
  moveRatio: 0.1,
  minimumUpProbability: 0.3,
  minimumDownProbability: 0.2,
  minimumFlipProbability: 0.5,
  minimumDiscountRatio: 0.1,
  exitRatio: 0.75,
  minimumDwellDays: 7,
  staleAfterDays: 10,
};
export const RESALE: NetPolicy = { ...KEEPING, profile: costProfile('tcgplayer') };

/** P(return >= m) falls by half every `halfRatio` above zero; nothing falls by more than 2 %. */
export const rising = (halfRatio: number): number[] => MOVE_GRID.map((move) => (move < 0 ? 1 : 0.5 ** (move / halfRatio)));
export const FLAT: readonly number[] = MOVE_GRID.map((move) => (move < 0 ? 1 : 0));
