import type { AnswerArena } from './answer-arena.js';

/** How answers are put together: the text around all of them, and the one around each; where it `isNamed`, the card's name stands between `before` and `between`. */
export interface BatchForm {
  /** Which of a card's answers. */
  readonly which: number;
  readonly around: { readonly before: string; readonly after: string };
  readonly frame: ItemFrame;
}

export interface ItemFrame {
  readonly before: string;
  readonly isNamed: boolean;
  readonly between: string;
  readonly after: string;
}

/** As the answers are. */
export const NO_FRAME: ItemFrame = { before: '', isNamed: false, between: '', after: '' };

const COMMA = ','.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const FIRST_BEYOND_ASCII = 128;
const MAX_UTF8_BYTES = 3;

/** Gathers answers into one text, with commas between them, copying each once. Names of cards must be free of what JSON escapes. */
export class AnswerBatch<Label> {
  /** How many answers there are of each label. */
  readonly labels = new Map<Label, number>();
  private readonly arenas: AnswerArena<Label>[] = [];
  private readonly rows: number[] = [];
  private readonly names: string[] = [];
  private roomBytes: number;

  constructor(private readonly form: BatchForm) {
    this.roomBytes = form.around.before.length + form.around.after.length;
  }

  /** The card has to be in the arena. */
  add(arena: AnswerArena<Label>, cardId: string): void {
    const row = arena.row(cardId) as number;
    const label = arena.label(row);
    const { before, between, after, isNamed } = this.form.frame;
    this.labels.set(label, (this.labels.get(label) ?? 0) + 1);
    this.arenas.push(arena);
    this.rows.push(row);
    this.names.push(cardId);
    this.roomBytes += arena.size(row, this.form.which) + 1 + before.length + between.length + after.length + (isNamed ? 2 + MAX_UTF8_BYTES * cardId.length : 0);
  }

  toBuffer(): Buffer {
    const target = Buffer.allocUnsafe(this.roomBytes);
    const { frame, which, around } = this.form;
    let at = writeText(target, 0, around.before);
    for (const [i, row] of this.rows.entries()) {
      if (i > 0) target[at++] = COMMA;
      at = writeText(target, at, frame.before);
      if (frame.isNamed) {
        target[at++] = QUOTE;
        at = writeText(target, at, this.names[i] as string);
        target[at++] = QUOTE;
      }
      at = writeText(target, at, frame.between);
      at = (this.arenas[i] as AnswerArena<Label>).copy(row, which, { target, at });
      at = writeText(target, at, frame.after);
    }
    return target.subarray(0, writeText(target, at, around.after));
  }
}

/** Writes a short text; the place behind it is returned. A call into the runtime costs more than the few letters of most of them. */
function writeText(target: Buffer, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= FIRST_BEYOND_ASCII) return at + i + target.write(text.slice(i), at + i);
    target[at + i] = code;
  }
  return at + text.length;
}
