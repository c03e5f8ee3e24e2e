/** Numbers every feature of a set is computed with. They are part of the feature set: change one, bump the version. */
export interface FeatureSettings {
  /**
   * How old, in days, an observation may be and still stand for a day. A weekly source that misses one week leaves 14 days
   * between observations, of which at most 13 lie between the last one and any day before the next: 13 bridges one missed
   * week and not two. A printing whose latest market price is older has no feature row that day.
   */
  readonly toleranceDays: number;
  /** The same for returns over less than a week, so that the step of a weekly series never passes for a one-day return. */
  readonly shortToleranceDays: number;
  /** No feature looks at anything older than this. At least the longest window (365) plus the tolerance. */
  readonly lookbackDays: number;
  /** Steps between observations a window must hold. A weekly series has 3 or 4 in 28 days, depending on the weekday. */
  readonly minSteps: number;
  /** Printings with a defined return that a set's aggregate needs; below it a median says little about the set. */
  readonly minSetPrintings: number;
  /** The same for the whole game. */
  readonly minGamePrintings: number;
}
