import { PokewatchNoAnswer } from './errors.js';

/** The JSON lines of a body as they come in; `onChunk` hears of everything that comes. */
export async function* readLines(body: ReadableStream<Uint8Array>, onChunk: () => void): AsyncGenerator<unknown, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let count = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      onChunk();
      const lines = (rest + decoder.decode(chunk.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield parseLine(line, ++count);
    }
    if (rest !== '') throw new PokewatchNoAnswer('unreadable', `The answer ends in the middle of line ${count + 1}.`);
  } finally {
    // Who stops before the end wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw new PokewatchNoAnswer('unreadable', `Line ${number} of the answer is not JSON.`, error);
  }
}
