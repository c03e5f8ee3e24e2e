import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { explain, isSignedOut } from './api.js';

/** Something that is asked for: `data` stays while it is asked for again, and when that fails. */
export interface Loaded<T> {
  readonly data: T | undefined;
  /** What went wrong at the last attempt. */
  readonly problem: string | undefined;
  readonly isLoading: boolean;
  /** Asks again. */
  readonly again: () => void;
}

/** Called when a call finds that nobody is signed in any more. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

/** Asks for something, and again when one of `on` changes; an answer that comes too late is dropped. */
export function useLoad<T>(ask: (signal: AbortSignal) => Promise<T>, on: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data: T | undefined; problem: string | undefined; isLoading: boolean }>({ data: undefined, problem: undefined, isLoading: true });
  const [round, setRound] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;
  const key = JSON.stringify(on);
  useEffect(() => {
    const abort = new AbortController();
    setState(({ data }) => ({ data, problem: undefined, isLoading: true }));
    asking.current(abort.signal).then(
      (data) => !abort.signal.aborted && setState({ data, problem: undefined, isLoading: false }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (isSignedOut(error)) onSignedOut();
        setState(({ data }) => ({ data, problem: explain(error), isLoading: false }));
      },
    );
    return () => abort.abort();
  }, [key, round]);
  return { ...state, again: useCallback(() => setRound((one) => one + 1), []) };
}

/** Something a person does: busy while it is under way, and what came of it. */
export function useAct(): { isBusy: boolean; said: string | undefined; problem: string | undefined; act: (work: () => Promise<string | undefined>) => void } {
  const [state, setState] = useState<{ isBusy: boolean; said: string | undefined; problem: string | undefined }>({ isBusy: false, said: undefined, problem: undefined });
  const act = useCallback((work: () => Promise<string | undefined>) => {
    setState({ isBusy: true, said: undefined, problem: undefined });
    work().then(
      (said) => setState({ isBusy: false, said, problem: undefined }),
      (error: unknown) => {
        if (isSignedOut(error)) onSignedOut();
        setState({ isBusy: false, said: undefined, problem: explain(error) });
      },
    );
  }, []);
  return { ...state, act };
}
