import { fitHedonic, hedonicLogPrice } from '../../shared/hedonic-prices.js';
import type { FeatureUnit } from './feature-definition.js';
import { isFall10, isRise10 } from './weekly-history.js';
import type { ColumnTable, PanelColumn } from './wide-column.js';
import { GROUP_KEYS, type GroupKey, groupMedians, rankShares, shrunkMeans, siblingMedians } from './wide-groups.js';

const LEAST_MEMBERS: Readonly<Record<GroupKey, number>> = { game: 20, set: 5, rarity: 10, variant: 10, character: 4, band: 20, peers: 4 };
/** A group's mean or share counts like this many members of the whole game beside its own. */
const SHRINKAGE = 5;
/** Log moves beyond this say "very much" and no more. */
const MOST_LOG_MOVE = 0.5;

function column(name: string, unit: FeatureUnit, description: string, compute: PanelColumn['compute']): PanelColumn {
  return { name, unit, description, compute };
}

const SHORT: Readonly<Record<string, string>> = {
  log_return_7d: 'return_7d', log_return_28d: 'return_28d', log_return_91d: 'return_91d', log_mid_to_market: 'mid_gap', log_low_to_market: 'low_gap',
  log_price_cents: 'log_price', mid_log_return_7d: 'mid_return_7d', mid_log_return_28d: 'mid_return_28d', low_log_return_28d: 'low_return_28d',
  absolute_step_26w: 'absolute_step', mid_gap_deviation_26w: 'mid_gap_deviation',
};

const unitOf = (of: string): FeatureUnit => (of === 'log_price_cents' ? 'log_cents' : 'log_ratio');

const median = (key: GroupKey, of: string): PanelColumn =>
  column(`${key}_median_${SHORT[of]}`, unitOf(of), `median ${of} of the ${key} (printings of at least 2.00)`, (table) =>
    groupMedians(table.grouping(key), table.column(of), LEAST_MEMBERS[key]),
  );

const mean = (key: GroupKey, of: string): PanelColumn =>
  column(`${key}_mean_${SHORT[of]}`, 'log_ratio', `mean ${of} of the ${key}, moves cut at +-${MOST_LOG_MOVE}, shrunk towards the game`, (table) =>
    shrunkMeans(table.grouping(key), table.column(of).map((value) => Math.max(-MOST_LOG_MOVE, Math.min(MOST_LOG_MOVE, value))), SHRINKAGE),
  );

const moveShare = (key: GroupKey, direction: 'rise' | 'fall'): PanelColumn =>
  column(`${key}_${direction}_10_share`, 'share', `share of the ${key} with a 28-day ${direction} of 10 %, shrunk towards the game`, (table) => {
    const holds = direction === 'rise' ? isRise10 : isFall10;
    const moved = table.column('log_return_28d').map((value) => (Number.isNaN(value) ? NaN : Number(holds(value))));
    return shrunkMeans(table.grouping(key), moved, SHRINKAGE);
  });

/** What a printing does beyond the median of its game. */
const overGame = (of: string): PanelColumn =>
  column(`${SHORT[of]}_over_game`, 'log_ratio', `${of} minus its median over the game`, (table) => {
    const game = groupMedians(table.grouping('game'), table.column(of), LEAST_MEMBERS.game);
    return table.column(of).map((value, i) => value - (game[i] as number));
  });

const rank = (of: string): PanelColumn =>
  column(`rank_${SHORT[of]}`, 'share', `rank of ${of} among the printings of at least 2.00 that day, 0 to 1`, (table) =>
    rankShares(table.grouping('game'), table.column(of)),
  );

const pairs = <K, V>(keys: readonly K[], values: readonly V[]): [K, V][] => keys.flatMap((key) => values.map((value): [K, V] => [key, value]));

const MEDIANS: [GroupKey, string][] = [
  ...pairs<GroupKey, string>(['game', 'character', 'rarity', 'variant', 'band', 'peers'], ['log_return_28d']),
  ...pairs<GroupKey, string>(['set', 'character'], ['log_return_91d']),
  ...pairs<GroupKey, string>(['game', 'set', 'character', 'rarity', 'peers'], ['log_mid_to_market']),
  ...pairs<GroupKey, string>(['rarity', 'variant', 'peers'], ['log_price_cents']),
  ['game', 'log_return_91d'], ['set', 'absolute_step_26w'], ['set', 'mid_gap_deviation_26w'], ['character', 'mid_gap_deviation_26w'],
];
const MEANS: [GroupKey, string][] = [
  ...pairs<GroupKey, string>(['game', 'set', 'rarity', 'character', 'peers'], ['log_return_7d', 'log_return_28d']),
  ...pairs<GroupKey, string>(['set', 'rarity', 'character', 'peers'], ['mid_log_return_28d']),
  ['set', 'mid_log_return_7d'], ['set', 'low_log_return_28d'], ['set', 'log_return_91d'],
];

/** What the others say of a printing on the same day. Each may use the core and own columns, and nothing of another day. */
export const PANEL_COLUMNS: readonly PanelColumn[] = [
  ...MEDIANS.map(([key, of]) => median(key, of)),
  ...MEANS.map(([key, of]) => mean(key, of)),
  ...pairs<GroupKey, 'rise' | 'fall'>(['game', 'set', 'rarity', 'character', 'band', 'peers'], ['rise', 'fall']).map(([key, direction]) => moveShare(key, direction)),
  ...['log_return_7d', 'log_return_28d', 'log_return_91d', 'log_mid_to_market', 'log_low_to_market'].map(overGame),
  ...['log_return_7d', 'log_return_28d', 'log_return_91d', 'log_mid_to_market', 'log_low_to_market', 'mid_gap_deviation_26w', 'log_price_cents'].map(rank),
  column('log_price_over_peers', 'log_ratio', 'ln market price minus the median of the same set, rarity and variant', (table) => {
    const peers = groupMedians(table.grouping('peers'), table.column('log_price_cents'), LEAST_MEMBERS.peers);
    return table.column('log_price_cents').map((value, i) => value - (peers[i] as number));
  }),
  column('sibling_median_mid_gap', 'log_ratio', 'median ln(mid / market) of the other printings of the card', ({ members, column: of, grouping }) => siblingMedians(members, grouping('game'), of('log_mid_to_market'))),
  column('sibling_median_mid_gap_deviation', 'log_ratio', 'the same of its deviation from 26 weeks', ({ members, column: of, grouping }) => siblingMedians(members, grouping('game'), of('mid_gap_deviation_26w'))),
  column('log_price_over_hedonic', 'log_ratio', 'ln market price minus what set, rarity, variant and character lead one to expect', overHedonic),
];

/** The effects are those of printings that count; cheaper ones are compared with them. */
function overHedonic({ members, column: of, grouping }: ColumnTable): Float64Array {
  const logPrices = of('log_price_cents');
  const values = [
    members.map(({ facts }) => `${facts.rarity ?? '?'}|${facts.variant}`),
    members.map(({ facts }) => `${facts.setId}|${facts.rarity ?? '?'}`),
    members.map((member) => GROUP_KEYS.character(member)),
  ];
  const { counts } = grouping('game');
  const counted = Int32Array.from(logPrices.keys()).filter((i) => counts[i] === 1);
  if (counted.length === 0) return new Float64Array(members.length).fill(NaN);
  const fit = fitHedonic(Float64Array.from(counted, (i) => logPrices[i] as number), values.map((attribute) => Array.from(counted, (i) => attribute[i] ?? null)));
  return logPrices.map((price, i) => price - hedonicLogPrice(fit, values.map((attribute) => attribute[i] ?? null)));
}
