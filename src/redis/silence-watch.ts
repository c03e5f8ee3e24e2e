/**
 * Gives up all who wait for an answer when nothing at all has been heard for a while. It is the silence that counts, not the wait of one: in a
 * rush answers come late and keep coming. And not what this process is too busy to hear: what has arrived by then is read first.
 */
export class SilenceWatch {
  private readonly waiting = new Set<(error: Error) => void>();
  private heardAtMs = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly longestMs: number) {}

  async watch<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.begin(reject);
      answer.then(
        (value) => {
          this.hear(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.hear(reject);
          reject(error);
        },
      );
    });
  }

  private begin(reject: (error: Error) => void): void {
    const isFirst = this.waiting.size === 0;
    this.waiting.add(reject);
    if (!isFirst) return;
    this.heardAtMs = performance.now();
    // Commands leave at the end of this turn of the loop, however long that takes.
    setImmediate(() => (this.heardAtMs = performance.now()));
    this.timer ??= setTimeout(this.look, this.longestMs);
  }

  private hear(reject: (error: Error) => void): void {
    this.waiting.delete(reject);
    this.heardAtMs = performance.now();
  }

  private readonly look = (): void => {
    setImmediate(() => {
      this.timer = undefined;
      if (this.waiting.size === 0) return;
      const silentMs = performance.now() - this.heardAtMs;
      if (silentMs < this.longestMs) {
        this.timer = setTimeout(this.look, this.longestMs - silentMs);
        return;
      }
      const error = new Error(`no answer within ${this.longestMs} ms`);
      for (const reject of this.waiting) reject(error);
      this.waiting.clear();
    });
  };
}
