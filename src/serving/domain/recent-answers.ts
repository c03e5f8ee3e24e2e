export interface RecentAnswersRule {
  readonly maxAnswers: number;
  readonly keepMs: number;
}

/**
 * What was looked up lately, by key. Whoever asks while an answer is being looked up waits for the same look-up; one that fails is not
 * kept. Full, it lets go of what nobody has asked for the longest.
 */
export class RecentAnswers<T> {
  private readonly kept = new Map<string, { readonly answer: Promise<T>; readonly untilMs: number }>();

  constructor(private readonly rule: RecentAnswersRule) {}

  get size(): number {
    return this.kept.size;
  }

  async get(key: string, nowMs: number, lookUp: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    this.kept.delete(key);
    if (known !== undefined && nowMs < known.untilMs) {
      this.kept.set(key, known);
      return known.answer;
    }
    const entry = { answer: lookUp(), untilMs: nowMs + this.rule.keepMs };
    this.kept.set(key, entry);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.rule.maxAnswers && oldest !== undefined) this.kept.delete(oldest);
    try {
      return await entry.answer;
    } catch (error) {
      if (this.kept.get(key) === entry) this.kept.delete(key);
      throw error;
    }
  }
}
