import { messageOf, PokewatchError, TemporaryError } from '../shared/errors.js';

const AGAIN = 'What was committed before stays; the same command again goes on from there and doubles nothing.';
const CONNECTION_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03']);

/** An error of an import -> what to do about it: free room or try again (TemporaryError), or the error itself. `progress` says what is in. */
export function importError(error: unknown, progress = ''): unknown {
  if (error instanceof PokewatchError) return error;
  const code = codeOf(error);
  if (code === '53100') {
    return new TemporaryError(`The database has no room left on its disk. ${progress}Free some space and repeat the command. ${AGAIN}`, { cause: error });
  }
  if (code.startsWith('53')) {
    return new TemporaryError(`The database is out of resources (${messageOf(error)}). ${progress}Try again later. ${AGAIN}`, { cause: error });
  }
  if (CONNECTION_CODES.has(code) || code.startsWith('08') || /connection (terminated|ended|error)|socket|not queryable|premature close/i.test(messageOf(error))) {
    return new TemporaryError(`The connection to the database was lost (${messageOf(error)}). ${progress}${AGAIN}`, { cause: error });
  }
  return error;
}

function codeOf(error: unknown): string {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return String(code ?? driverError?.code ?? '');
}
