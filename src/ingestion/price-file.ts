import { createHash } from 'node:crypto';
import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { BadData, messageOf } from '../shared/errors.js';

const READ_BYTES = 1_048_576;
/** Small, because a crafted file may hold a thousand times as many bytes as it has. */
const GZIP_READ_BYTES = 65_536;
const INFLATE_CHUNK_BYTES = 262_144;

/** A file whose bytes ended too early or cannot be unpacked. What came before is good. */
export class BrokenFile extends Error {}

/** A price file that was looked at before anything is written: it is there, readable, not empty and not obviously something else. */
export interface PriceFile {
  readonly path: string;
  readonly byteCount: number;
  readonly isGzip: boolean;
}

/** Looks at all files. Throws one BadData that names every file that cannot be imported. */
export async function checkPriceFiles(paths: readonly string[]): Promise<PriceFile[]> {
  if (paths.length === 0) throw new BadData('No file was named; expected at least one .csv or .csv.gz file.');
  const checked = await Promise.all(paths.map((path) => checkPriceFile(path).catch((error: unknown) => messageOf(error))));
  const problems = checked.filter((one) => typeof one === 'string');
  if (problems.length > 0) throw new BadData(`${problems.join('\n')}\nNothing was imported.`);
  return checked.filter((one) => typeof one !== 'string');
}

async function checkPriceFile(path: string): Promise<PriceFile> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new BadData(error.code === 'ENOENT' ? `${path}: there is no such file.` : `${path}: ${error.message}`);
  });
  if (stats.isDirectory()) throw new BadData(`${path}: is a directory; expected a .csv or .csv.gz file.`);
  if (!stats.isFile()) throw new BadData(`${path}: is not a regular file; expected a .csv or .csv.gz file.`);
  if (stats.size === 0) throw new BadData(`${path}: is empty (0 bytes); expected a header line and rows.`);
  const start = await firstBytes(path);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  if (!isGzip) refuseOtherFormats(path, start);
  return { path, byteCount: stats.size, isGzip };
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await openForReading(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY).catch((error: NodeJS.ErrnoException) => {
    throw new BadData(`${path}: cannot be read (${error.code ?? error.message}).`);
  });
}

/** Throws BadData for first bytes that are no UTF-8 text: UTF-16, and archives that only look like a table from outside. */
export function refuseOtherFormats(path: string, start: Uint8Array): void {
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff) || start.subarray(0, 64).includes(0);
  if (isUtf16) throw new BadData(`${path}: is not UTF-8 text (it looks like UTF-16 or binary data); expected CSV saved as UTF-8.`);
  if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4) {
    throw new BadData(`${path}: is a zip or Excel file; expected CSV text, plain or gzipped.`);
  }
}

/** The bytes as they are on disk, up to a megabyte at a time. */
export async function* fileBytes(path: string, chunkBytes = READ_BYTES): AsyncGenerator<Buffer> {
  const file = await openForReading(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** SHA-256 of the file as it is, hexadecimal. */
export async function contentHashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of fileBytes(path)) hash.update(bytes);
  return hash.digest('hex');
}

/**
 * The text of the file, unpacked where it is gzip. `onRead` hears how many bytes of the file have been read. All that could be
 * unpacked is yielded before BrokenFile is thrown.
 */
export async function* textBytes(file: PriceFile, onRead: (byteCount: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  const source = fileBytes(file.path, file.isGzip ? GZIP_READ_BYTES : INFLATE_CHUNK_BYTES);
  if (!file.isGzip) {
    for await (const bytes of source) {
      yield bytes;
      onRead((read += bytes.length));
    }
    return;
  }
  const inflater = new Inflater();
  try {
    // One piece ahead: unpacking goes on in another thread while the caller reads what came before.
    let pending = Promise.resolve<Uint8Array[]>([]);
    for await (const bytes of source) {
      const done = await pending;
      pending = inflater.inflate(bytes);
      pending.catch(() => undefined);
      yield* done;
      onRead((read += bytes.length));
    }
    yield* await pending;
    yield* await inflater.finish();
  } catch (error) {
    yield* inflater.takeOutput();
    throw error;
  } finally {
    inflater.destroy();
  }
}

/** gunzip that hands out everything it unpacked before it says that something is wrong: a stream would drop what it had buffered. */
class Inflater {
  private readonly gunzip = createGunzip({ chunkSize: INFLATE_CHUNK_BYTES });
  private output: Uint8Array[] = [];
  private fail: (error: Error) => void = () => undefined;

  constructor() {
    this.gunzip.on('data', (bytes: Buffer) => this.output.push(bytes));
    this.gunzip.on('error', (error) => this.fail(new BrokenFile(error.message)));
  }

  inflate(bytes: Uint8Array): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      this.fail = reject;
      this.gunzip.write(bytes, (error) => (error ? reject(new BrokenFile(error.message)) : resolve(this.takeOutput())));
    });
  }

  finish(): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      this.fail = reject;
      this.gunzip.once('end', () => resolve(this.takeOutput()));
      this.gunzip.end();
    });
  }

  takeOutput(): Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  destroy(): void {
    this.fail = () => undefined;
    this.gunzip.destroy();
  }
}
