/** The bin of a missing value. Values lie in bins 0..254. */
export const MISSING_BIN = 255;

const CELLS = 512;

/**
 * Finds the bin of a value: how many upper edges are below it. The stretch between the first edge and the last is cut into equal cells.
 * As `cellOf` never falls with the value, edges of lower cells are below it and those of higher cells are not; only those of its own cell are
 * compared, which is seldom more than one.
 */
export class BinFinder {
  private readonly first: number;
  private readonly cellsPerUnit: number;
  /** How many edges lie in lower cells, by cell. */
  private readonly edgesBelow = new Uint8Array(CELLS + 1);

  constructor(private readonly edges: Float64Array) {
    this.first = edges[0] ?? 0;
    const cellsPerUnit = CELLS / ((edges.at(-1) ?? 0) - this.first);
    this.cellsPerUnit = Number.isFinite(cellsPerUnit) ? cellsPerUnit : 0;
    for (const edge of edges) this.edgesBelow[this.cellOf(edge) + 1]! += 1;
    for (let cell = 1; cell <= CELLS; cell++) this.edgesBelow[cell]! += this.edgesBelow[cell - 1]!;
  }

  binOf(value: number): number {
    if (value !== value) return MISSING_BIN;
    const { edges, edgesBelow } = this;
    const cell = this.cellOf(value);
    let low = edgesBelow[cell]!;
    let high = edgesBelow[cell + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private cellOf(value: number): number {
    const cell = (value - this.first) * this.cellsPerUnit;
    if (!(cell > 0)) return 0;
    return cell < CELLS ? cell | 0 : CELLS - 1;
  }
}
