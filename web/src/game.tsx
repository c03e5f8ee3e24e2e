import { useEffect, useState } from 'preact/hooks';
import { api } from './api.js';
import { useLoad } from './load.js';

const KEPT_AS = 'pokewatch.game';

/** The market that is looked at, kept for the next visit; empty where there is only one. */
export function useGame(): [string, (game: string) => void] {
  const [game, setGame] = useState(() => localStorage.getItem(KEPT_AS) ?? '');
  return [
    game,
    (next) => {
      localStorage.setItem(KEPT_AS, next);
      setGame(next);
    },
  ];
}

/** Shown where there are several markets. */
export function GameChoice({ game, onChange }: { game: string; onChange: (game: string) => void }) {
  const { data } = useLoad((signal) => api.get('/v1/games', { signal }), []);
  const items = data?.items ?? [];
  useEffect(() => {
    if (data === undefined || items.some(({ slug }) => slug === game)) return;
    // What was chosen is gone, or nothing was chosen where there is a choice: the first real one.
    const first = (items.find((each) => !each.is_simulated) ?? items[0])?.slug ?? '';
    const next = items.length > 1 ? first : '';
    if (next !== game) onChange(next);
  }, [data, game]);
  if (items.length < 2) return null;
  return (
    <p class="field">
      <label for="game">Market</label>
      <select id="game" value={game} onChange={(event) => onChange(event.currentTarget.value)}>
        {items.map(({ slug, name, is_simulated: isSimulated }) => <option key={slug} value={slug}>{name}{isSimulated ? ' (simulated)' : ''}</option>)}
      </select>
    </p>
  );
}
