import type { FeatureUnit } from './feature-definition.js';
import type { Member } from './group-moves.js';
import type { WeeklyHistory } from './weekly-history.js';
import type { Grouping, GroupKey } from './wide-groups.js';

/** A column of the wide feature set that is computed from one series by itself. */
export interface OwnColumn {
  readonly name: string;
  readonly unit: FeatureUnit;
  readonly description: string;
  /** NaN is "not defined". */
  readonly compute: (history: WeeklyHistory, member: Member) => number;
}

/** The printings of one day that are looked at, and the columns that are there so far; entry i of a column belongs to member i. */
export interface ColumnTable {
  readonly day: number;
  readonly members: readonly Member[];
  readonly column: (name: string) => Float64Array;
  readonly grouping: (key: GroupKey) => Grouping;
}

/** A column that compares a printing with others of the same day. */
export interface PanelColumn {
  readonly name: string;
  readonly unit: FeatureUnit;
  readonly description: string;
  readonly compute: (table: ColumnTable) => Float64Array;
}
