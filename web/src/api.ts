import { createClient, PokewatchNoAnswer, PokewatchProblem, type Schemas } from '../../clients/typescript/src/index.js';

export type { Schemas };
export type Session = Schemas['SessionAnswer'];

let session: Session | undefined;

/** The API, as whoever is signed in here. The cookie is out of reach; what is remembered is the token that our own page is told. */
export const api = createClient({ baseUrl: window.location.origin, session: { csrfToken: () => session?.csrf_token ?? undefined } });

/** Who is signed in; undefined: nobody. */
export async function readSession(): Promise<Session | undefined> {
  try {
    session = await api.get('/v1/session');
  } catch (error) {
    if (!(error instanceof PokewatchProblem) || error.status !== 401) throw error;
    session = undefined;
  }
  return session;
}

/** Exchanges a key for a session. The key is kept nowhere. */
export async function signIn(key: string): Promise<Session> {
  session = await createClient({ baseUrl: window.location.origin, apiKey: key }).post('/v1/session');
  return session;
}

export async function signOut(): Promise<void> {
  await api.delete('/v1/session');
  session = undefined;
}

/** Whether somebody may: `admin` includes `write`, `write` includes `read`. */
export function may(who: Session | undefined, scope: 'read' | 'write' | 'admin'): boolean {
  const order = ['read', 'write', 'admin'];
  return who?.scopes.some((each) => order.indexOf(each) >= order.indexOf(scope)) ?? false;
}

/** What went wrong, in words for the person in front of it. */
export function explain(error: unknown): string {
  if (error instanceof PokewatchProblem) {
    const fields = error.errors.map(({ detail }) => detail).join(' ');
    return fields === '' ? error.detail : fields;
  }
  if (error instanceof PokewatchNoAnswer) return 'The service does not answer. What is shown may be old.';
  return error instanceof Error ? error.message : String(error);
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof PokewatchProblem && error.status === 401;
}
