const CHUNK_BYTES = 4_194_304;

/**
 * Answers by card, as bytes in a few large buffers: hundreds of thousands of small objects would keep the garbage collector busy, and each
 * request would write the same text again. Filled once, then only read. Every card has the same number of answers.
 */
export class AnswerArena<Label> {
  private readonly rows = new Map<string, number>();
  private readonly labels: Label[] = [];
  private readonly labelOf = new Map<string, number>();
  private readonly chunks: Buffer[] = [];
  private places = new Int32Array(1_024);
  private used = 0;

  /** `answersPerCard`: how many texts each card has. */
  constructor(private readonly answersPerCard: number) {}

  get cardCount(): number {
    return this.rows.size;
  }

  /** Of the buffers, not of the index beside them. */
  get byteCount(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  /** A card that is there already keeps what it has. `labelKey` tells equal labels. */
  add(cardId: string, texts: readonly string[], { key, label }: { key: string; label: Label }): void {
    if (texts.length !== this.answersPerCard) throw new RangeError(`${texts.length} answers of ${JSON.stringify(cardId)}; expected ${this.answersPerCard}`);
    if (this.rows.has(cardId)) return;
    const row = this.rows.size;
    const width = this.width;
    if ((row + 1) * width > this.places.length) this.places = grown(this.places);
    this.places[row * width] = this.internedLabel(key, label);
    texts.forEach((text, k) => {
      const bytes = Buffer.byteLength(text);
      const chunk = this.chunkFor(bytes);
      const start = this.used;
      this.used += (this.chunks[chunk] as Buffer).write(text, start);
      this.places.set([chunk, start, this.used], row * width + 1 + 3 * k);
    });
    this.rows.set(cardId, row);
  }

  /** Where a card stands; undefined where it is not here. */
  row(cardId: string): number | undefined {
    return this.rows.get(cardId);
  }

  /** One answer of a card: a view, not a copy. */
  answer(row: number, which: number): Buffer {
    const at = this.placeOf(row, which);
    return (this.chunks[this.places[at] as number] as Buffer).subarray(this.places[at + 1], this.places[at + 2]);
  }

  /** Length of an answer in bytes. */
  size(row: number, which: number): number {
    const at = this.placeOf(row, which);
    return (this.places[at + 2] as number) - (this.places[at + 1] as number);
  }

  /** Copies an answer into a buffer; the place behind it is returned. */
  copy(row: number, which: number, into: { readonly target: Buffer; readonly at: number }): number {
    const place = this.placeOf(row, which);
    return into.at + (this.chunks[this.places[place] as number] as Buffer).copy(into.target, into.at, this.places[place + 1], this.places[place + 2]);
  }

  label(row: number): Label {
    return this.labels[this.places[row * this.width] as number] as Label;
  }

  private get width(): number {
    return 1 + 3 * this.answersPerCard;
  }

  private placeOf(row: number, which: number): number {
    return row * this.width + 1 + 3 * which;
  }

  private internedLabel(key: string, label: Label): number {
    const known = this.labelOf.get(key);
    if (known !== undefined) return known;
    this.labelOf.set(key, this.labels.length);
    return this.labels.push(label) - 1;
  }

  private chunkFor(bytes: number): number {
    const last = this.chunks.at(-1);
    if (last === undefined || last.length - this.used < bytes) {
      this.chunks.push(Buffer.allocUnsafe(Math.max(CHUNK_BYTES, bytes)));
      this.used = 0;
    }
    return this.chunks.length - 1;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
