/**
 * Whether a neighbour is asked. After it has failed it is left alone for a while; then one caller asks, and finds out for all. Instants are
 * given, in milliseconds of any clock that only goes forward.
 */
export class Circuit {
  private openUntilMs = -Infinity;
  private isOpen = false;
  private isProbing = false;

  constructor(private readonly coolDownMs: number) {}

  /** Whether the last word on the neighbour was a good one. */
  get isClosed(): boolean {
    return !this.isOpen;
  }

  /** Whether somebody who asks now would be let pass. */
  wouldAdmit(nowMs: number): boolean {
    return !this.isOpen || (!this.isProbing && nowMs >= this.openUntilMs);
  }

  /** As `wouldAdmit`, and whoever is let pass first after a failure is the one who finds out: it must tell how it went. */
  admits(nowMs: number): boolean {
    if (!this.wouldAdmit(nowMs)) return false;
    this.isProbing = this.isOpen;
    return true;
  }

  close(): void {
    this.isOpen = false;
    this.isProbing = false;
  }

  open(nowMs: number): void {
    this.isOpen = true;
    this.isProbing = false;
    this.openUntilMs = nowMs + this.coolDownMs;
  }
}
