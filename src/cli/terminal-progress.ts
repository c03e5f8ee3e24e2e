import cliProgress from 'cli-progress';
import type { Progress, ProgressStage } from '../shared/progress.js';

const WIDTH = 1_000;

interface Row {
  endedRounds: number;
  startedAtMs: number;
  bar: cliProgress.SingleBar | undefined;
}

/**
 * One bar per stage on a terminal, one plain line per finished stage elsewhere. Work that repeats the same stages for many
 * days (`rounds`) fills each bar once, over all rounds.
 */
export class TerminalProgress implements Progress {
  private readonly rows = new Map<string, Row>();
  private readonly bars: cliProgress.MultiBar | undefined;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly now: () => number,
    private readonly rounds: { count: number; unit: string } = { count: 1, unit: '' },
  ) {
    this.bars = out.isTTY
      ? new cliProgress.MultiBar(
          { stream: out, format: '  {stage} {bar} {percentage}% {note}', barsize: 28, hideCursor: true, clearOnComplete: false, barCompleteChar: '█', barIncompleteChar: '░' },
          cliProgress.Presets.rect,
        )
      : undefined;
  }

  stage(label: string, total?: number, unit = ''): ProgressStage {
    const row = this.rows.get(label) ?? this.addRow(label);
    return {
      at: (done) => {
        if (!total) return;
        const share = Math.min(1, done / total);
        const note = this.rounds.count > 1 ? this.roundsNote(row) : `${done.toLocaleString('en')} / ${total.toLocaleString('en')} ${unit}`;
        row.bar?.update(Math.round(((row.endedRounds + share) / this.rounds.count) * WIDTH), { note });
      },
      end: (note) => this.endRound(label, row, note),
    };
  }

  /** A line of text that does not tear the bars apart. */
  say(text: string): void {
    if (this.bars) this.bars.log(`${text}\n`);
    else this.out.write(`${text}\n`);
  }

  /** Leaves the bars as they are and gives the terminal back. */
  stop(): void {
    this.bars?.stop();
  }

  private addRow(label: string): Row {
    const bar = this.bars?.create(WIDTH, 0, { stage: label.padEnd(18), note: '' });
    const row: Row = { endedRounds: 0, startedAtMs: this.now(), bar };
    this.rows.set(label, row);
    return row;
  }

  private endRound(label: string, row: Row, note: string | undefined): void {
    row.endedRounds += 1;
    const isLast = row.endedRounds >= this.rounds.count;
    const text = this.rounds.count > 1 ? this.roundsNote(row) : (note ?? '');
    row.bar?.update(Math.round((row.endedRounds / this.rounds.count) * WIDTH), { note: text });
    if (!this.bars && isLast) {
      const seconds = ((this.now() - row.startedAtMs) / 1_000).toFixed(1);
      this.out.write(`  ${label.padEnd(18)} ${text} (${seconds} s)\n`);
    }
  }

  private roundsNote(row: Row): string {
    return `${row.endedRounds} / ${this.rounds.count} ${this.rounds.unit}`;
  }
}
