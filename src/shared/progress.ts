/** Where long work says how far it has come. `total` is undefined where nobody knows it. */
export interface Progress {
  /** Begins one piece of work, e.g. `stage('features', 300, 'cards')`. */
  stage(label: string, total?: number, unit?: string): ProgressStage;
}

export interface ProgressStage {
  /** How many units are done so far (not how many more). */
  at(done: number): void;
  /** The work is over; `note` is one short phrase of what came of it. */
  end(note?: string): void;
}

/** Says nothing: for callers that nobody watches. */
export const silentProgress: Progress = { stage: () => ({ at: () => undefined, end: () => undefined }) };
