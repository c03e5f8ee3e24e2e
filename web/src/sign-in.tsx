import { useEffect, useState } from 'preact/hooks';
import { type Session, signIn } from './api.js';
import { useAct } from './load.js';
import { Said } from './parts.js';

export function SignIn({ given, onSignedIn }: { given: string | undefined; onSignedIn: (session: Session) => void }) {
  const [key, setKey] = useState('');
  const { act, isBusy, said, problem } = useAct();
  const enter = (text: string) =>
    act(async () => {
      onSignedIn(await signIn(text.trim()));
      return undefined;
    });
  useEffect(() => {
    if (given !== undefined) enter(given);
  }, []);
  return (
    <main class="alone" id="main">
      <h1>PokeWatch</h1>
      <p>What trading cards are worth, when to buy, hold or sell them, and how often that was right.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter(key);
        }}
      >
        <label for="key">API key</label>
        <input id="key" type="password" autocomplete="off" required spellcheck={false} placeholder="pw_…" value={key} onInput={(event) => setKey(event.currentTarget.value)} aria-describedby="key-help" />
        <p id="key-help" class="muted">
          The first start of the server printed keys; who runs it makes more. The key is exchanged for a session that no script can read, and is not kept in this browser.
        </p>
        <button type="submit" disabled={isBusy || key.trim() === ''}>{isBusy ? 'Signing in…' : 'Sign in'}</button>
        <Said said={said} problem={problem} />
      </form>
    </main>
  );
}
