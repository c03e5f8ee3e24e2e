import { MISSING_BIN } from './bin-finder.js';
import { WORK, type Job } from './job.js';

/**
 * Task: half of a node's rows go to the children, in their order. The first half fills both children from their fronts, the second
 * from their backs, so two threads never meet. Then the derivatives of the child whose histogram comes next are gathered.
 */
export function partition(job: Job, node: number, half: number): void {
  const { work } = job;
  const at = node * WORK.SIZE;
  const start = work[at + WORK.START]!;
  const end = work[at + WORK.END]!;
  const middle = start + ((end - start) >> 1);
  const rightStart = start + work[at + WORK.LEFT_COUNT]!;
  if (half === 0) {
    const [left, right] = forwards(job, at, { from: start, to: middle, left: start, right: rightStart });
    if (work[at + WORK.GATHER] === 1) gather(job, at, { from: start, to: left });
    if (work[at + WORK.GATHER] === 2) gather(job, at, { from: rightStart, to: right });
  } else {
    const [left, right] = backwards(job, at, { from: end - 1, to: middle, left: rightStart - 1, right: end - 1 });
    if (work[at + WORK.GATHER] === 1) gather(job, at, { from: left + 1, to: rightStart });
    if (work[at + WORK.GATHER] === 2) gather(job, at, { from: right + 1, to: end });
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

// A missing value is bin 255. Where it goes left, all bins move up by one, so that it becomes 0 and one comparison serves both.

function forwards({ work, views, order }: Job, at: number, run: Run): [number, number] {
  const feature = work[at + WORK.FEATURE]!;
  const bins = views[feature >> 2]!;
  const shift = (feature & 3) * 8;
  const add = work[at + WORK.MISSING_LEFT]!;
  const limit = work[at + WORK.BIN]! + add;
  const from = order[work[at + WORK.BUFFER]!]!;
  const into = order[1 - work[at + WORK.BUFFER]!]!;
  let { left, right } = run;
  for (let k = run.from; k < run.to; k++) {
    const row = from[k]!;
    const goesRight = (limit - ((((bins[row]! >>> shift) & MISSING_BIN) + add) & MISSING_BIN)) >>> 31;
    into[left + Math.imul(goesRight, right - left)] = row;
    right += goesRight;
    left += 1 - goesRight;
  }
  return [left, right];
}

function backwards({ work, views, order }: Job, at: number, run: Run): [number, number] {
  const feature = work[at + WORK.FEATURE]!;
  const bins = views[feature >> 2]!;
  const shift = (feature & 3) * 8;
  const add = work[at + WORK.MISSING_LEFT]!;
  const limit = work[at + WORK.BIN]! + add;
  const from = order[work[at + WORK.BUFFER]!]!;
  const into = order[1 - work[at + WORK.BUFFER]!]!;
  let { left, right } = run;
  for (let k = run.from; k >= run.to; k--) {
    const row = from[k]!;
    const goesRight = (limit - ((((bins[row]! >>> shift) & MISSING_BIN) + add) & MISSING_BIN)) >>> 31;
    into[left + Math.imul(goesRight, right - left)] = row;
    right -= goesRight;
    left -= 1 - goesRight;
  }
  return [left, right];
}

function gather({ work, order, first, firstInOrder, second, secondInOrder }: Job, at: number, { from, to }: { from: number; to: number }): void {
  const rows = order[1 - work[at + WORK.BUFFER]!]!;
  for (let k = from; k < to; k++) firstInOrder[k] = first[rows[k]!]!;
  if (second === null || secondInOrder === null) return;
  for (let k = from; k < to; k++) secondInOrder[k] = second[rows[k]!]!;
}
