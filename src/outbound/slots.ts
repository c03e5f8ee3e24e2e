/** Lets so many work at once; the others wait in the order they came. */
export class Slots {
  private readonly waiting: (() => void)[] = [];
  private taken = 0;

  constructor(private readonly count: number) {}

  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken < this.count) this.taken++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A slot is handed on, never free for a moment: nobody overtakes.
      const next = this.waiting.shift();
      if (next) next();
      else this.taken--;
    }
  }
}
