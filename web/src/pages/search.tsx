import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api, type Schemas } from '../api.js';
import { useLoad } from '../load.js';
import { CardLink, Empty, Load, Simulated } from '../parts.js';

const PAUSE_MS = 30;
const MOST = 20;

/** The text, once the person pauses for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** Finds cards as somebody types; the arrows go from the box through what was found. */
export function Search() {
  const { query } = useLocation();
  const [text, setText] = useState(query['q'] ?? '');
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const wanted = usePaused(text.trim());
  const found = useLoad(async (signal) => (wanted === '' ? { items: [] } : api.get('/v1/cards/search', { query: { q: wanted, limit: MOST }, signal })), [wanted]);
  useEffect(() => window.history.replaceState(null, '', wanted === '' ? '/search' : `/search?q=${encodeURIComponent(wanted)}`), [wanted]);
  useEffect(() => box.current?.focus(), []);
  const items = found.data?.items ?? [];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops = [box.current, ...(list.current?.querySelectorAll('a') ?? [])];
    stops[stops.indexOf(document.activeElement as HTMLInputElement) + step]?.focus();
    event.preventDefault();
  };
  return (
    <search onKeyDown={onKeyDown}>
      <h1>Search</h1>
      <Simulated is={items[0]?.is_simulated} />
      <label for="search">Card, number or set</label>
      <input ref={box} id="search" type="search" autocomplete="off" spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} placeholder="charizard 4" />
      <p class="muted" role="status" aria-live="polite">{wanted === '' || found.isLoading ? '' : said(items.length)}</p>
      {wanted === '' ? <Empty>Type a part of a name, a number or a set.</Empty> : <Load of={found} what="cards">{(cards) => <Found items={cards.items} wanted={wanted} listRef={list} />}</Load>}
    </search>
  );
}

function said(count: number): string {
  if (count === MOST) return `The ${MOST} best fits`;
  return count === 1 ? '1 card' : `${count} cards`;
}

function Found({ items, wanted, listRef }: { items: readonly Schemas['CardAnswer'][]; wanted: string; listRef: { current: HTMLUListElement | null } }) {
  if (items.length === 0) return <Empty>No card has all of “{wanted}” in its name, number, set or id.</Empty>;
  return <ul class="found" aria-label="Cards found" ref={listRef}>{items.map((card) => <li key={card.card_id}><CardLink card={card} /></li>)}</ul>;
}
