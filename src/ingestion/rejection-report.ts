import { open, type FileHandle } from 'node:fs/promises';
import { BadData, messageOf } from '../shared/errors.js';
import { rawText } from './quarantine.repository.js';
import type { RejectedLine } from './quote-batch.js';

/** The rejected lines of an import as a CSV file: file, line_number, reason, detail, raw. */
export class RejectionReport {
  private constructor(private readonly file: FileHandle | undefined) {}

  /** Makes the file, or a report that goes nowhere where no path is given. */
  static async open(path: string | undefined): Promise<RejectionReport> {
    if (path === undefined) return new RejectionReport(undefined);
    const file = await open(path, 'w').catch((error: unknown) => {
      throw new BadData(`The report cannot be written to ${path}: ${messageOf(error)}.`);
    });
    await file.write('file,line_number,reason,detail,raw\n');
    return new RejectionReport(file);
  }

  async add(path: string, lines: readonly RejectedLine[]): Promise<void> {
    if (!this.file || lines.length === 0) return;
    const rows = lines.map((line) => [path, String(line.lineNumber), line.reason, line.detail, rawText(line.raw)].map(toField).join(','));
    await this.file.write(`${rows.join('\n')}\n`);
  }

  async close(): Promise<void> {
    await this.file?.close();
  }
}

function toField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
