import { BadData, Conflict } from '../../shared/errors.js';

/** A run that is over, as far as a fork looks at it. */
export interface FinishedRun {
  readonly id: string;
  readonly state: string;
  /** Stages that left a report. */
  readonly reported: ReadonlySet<string>;
  /** Whether what the run works on was fixed: true behind the first stage. */
  readonly hasInputs: boolean;
}

/**
 * The stage a new run begins at that takes over what comes before it. Without a stage asked for: the first that left no report,
 * where the run did not succeed.
 *
 * @param order all stages, in their order
 * @throws BadData for a stage that is unknown or cannot be begun at; Conflict while the run is going on
 */
export function forkPoint(order: readonly string[], run: FinishedRun, asked: string | undefined): { readonly fromStage: string; readonly takenOver: readonly string[] } {
  if (run.state === 'running') throw new Conflict(`The run ${run.id} is still running; wait for its end or cancel it first.`);
  if (asked !== undefined && !order.includes(asked)) throw new BadData(`from_stage "${asked}" is not a stage; expected one of: ${order.join(', ')}.`);
  const firstOpen = order.find((name) => !run.reported.has(name));
  const fromStage = asked ?? (run.state === 'succeeded' ? undefined : (firstOpen ?? order.at(-1)));
  if (fromStage === undefined) throw new BadData(`from_stage is missing: the run ${run.id} succeeded, so there is no failed stage to begin at; expected one of: ${order.join(', ')}.`);
  const takenOver = order.slice(0, order.indexOf(fromStage));
  const missing = takenOver.find((name) => !run.reported.has(name));
  if (missing !== undefined) throw new BadData(`from_stage "${fromStage}" needs the report of ${missing}, which the run ${run.id} did not finish; expected ${missing} or a stage before it.`);
  if (takenOver.length > 0 && !run.hasInputs) throw new BadData(`from_stage "${fromStage}" needs the inputs of the run ${run.id}, which were not kept; expected ${order[0]}.`);
  return { fromStage, takenOver };
}
