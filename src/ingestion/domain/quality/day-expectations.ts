import { COLUMN_EXPECTATIONS } from './column-values.js';
import { CROSS_SOURCE_EXPECTATION } from './cross-source.js';
import { DAY_EXPECTATIONS } from './days.js';
import type { Expectation } from './expectation.js';
import { FROZEN_FEED_EXPECTATIONS } from './frozen-feed.js';
import { IDENTITY_EXPECTATIONS } from './identity.js';
import { IMPLAUSIBLE_MOVE_EXPECTATIONS } from './implausible-moves.js';
import { DISTRIBUTION_EXPECTATIONS } from './kolmogorov-smirnov.js';
import { Z_SCORE_EXPECTATION } from './robust-z.js';
import { ROW_COUNT_EXPECTATIONS } from './row-count.js';
import { SIBLING_RATIO_EXPECTATION } from './sibling-ratio.js';

/** What one source's prices of one market day are held to. */
export const DAY_OF_A_SOURCE: readonly Expectation[] = [
  ...COLUMN_EXPECTATIONS,
  ...DAY_EXPECTATIONS,
  ...ROW_COUNT_EXPECTATIONS,
  ...FROZEN_FEED_EXPECTATIONS,
  ...IDENTITY_EXPECTATIONS,
  ...IMPLAUSIBLE_MOVE_EXPECTATIONS,
  SIBLING_RATIO_EXPECTATION,
  CROSS_SOURCE_EXPECTATION,
  Z_SCORE_EXPECTATION,
  ...DISTRIBUTION_EXPECTATIONS,
];
