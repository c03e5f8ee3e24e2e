import type { ComponentChildren } from 'preact';
import type { Schemas } from './api.js';
import { money, percent } from './format.js';
import type { Loaded } from './load.js';
import { fairValueWords, reasonWords } from './words.js';

/** Shows what was loaded, and honestly what was not: waiting, nothing there, an error, or an old answer with the error beside it. */
export function Load<T>({ of, what, children }: { of: Loaded<T>; what: string; children: (data: T) => ComponentChildren }) {
  if (of.data === undefined && of.isLoading) return <p class="waiting" role="status">Loading {what}…</p>;
  if (of.data === undefined) return <Problem text={of.problem ?? 'Nothing came back.'} again={of.again} />;
  return (
    <div aria-busy={of.isLoading}>
      {of.problem !== undefined && <Problem text={`${of.problem} What is shown is from before.`} again={of.again} />}
      {children(of.data)}
    </div>
  );
}

export function Problem({ text, again }: { text: string; again?: (() => void) | undefined }) {
  return (
    <div class="problem" role="alert">
      <p>{text}</p>
      {again !== undefined && <button type="button" onClick={again}>Try again</button>}
    </div>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** On every page whose data is simulated. */
export function Simulated({ is }: { is: boolean | undefined }) {
  return is === true ? <p class="simulated" role="note"><strong>Simulated market.</strong> No real card, no real price: every number here is made up.</p> : null;
}

export function SignalPill({ signal, reason }: { signal: string | null; reason?: string | null }) {
  if (signal !== null) return <span class={`pill pill-${signal.toLowerCase()}`}>{signal}</span>;
  return <span class="pill pill-none" title={reason ? reasonWords(reason) : undefined}>no signal</span>;
}

/** A fair value with its band, and what it is where no model made it. */
export function FairValue({ of }: { of: Pick<Schemas['PredictionAnswer'], 'fair_value' | 'interval_80' | 'fair_value_kind'> }) {
  if (of.fair_value === null) return <span class="muted">unknown</span>;
  return (
    <span>
      <strong>{money(of.fair_value)}</strong>
      {of.interval_80 !== null && <span class="band"> {money(of.interval_80.lower)} – {money(of.interval_80.upper)}</span>}
      {of.fair_value_kind !== 'model' && <span class="muted"> ({fairValueWords(of.fair_value_kind)})</span>}
    </span>
  );
}

export function Confidence({ ratio }: { ratio: number | null }) {
  return ratio === null ? <span class="muted">unknown</span> : <span>{percent(ratio, 0)}</span>;
}

/** Where a card is shown. Ids have characters that paths must not. */
export const cardHref = (cardId: string): string => `/cards/${encodeURIComponent(cardId)}`;

export function CardLink({ card }: { card: Pick<Schemas['CardAnswer'], 'card_id' | 'name' | 'set' | 'number' | 'variant'> }) {
  return (
    <a class="card-link" href={cardHref(card.card_id)}>
      <strong>{card.name}</strong>
      <span class="muted">{[card.set, card.number, card.variant].filter((part) => part !== '').join(' · ')}</span>
    </a>
  );
}

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => ComponentChildren;
  readonly isNumber?: boolean;
}

/** A table that a phone can scroll and a screen reader can read. */
export function Table<T>({ caption, columns, rows, keyOf }: { caption: string; columns: readonly Column<T>[]; rows: readonly T[]; keyOf: (row: T) => string | number }) {
  return (
    <div class="table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead><tr>{columns.map(({ title, isNumber }) => <th key={title} scope="col" class={isNumber ? 'number' : undefined}>{title}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>{columns.map(({ title, of, isNumber }) => <td key={title} class={isNumber ? 'number' : undefined}>{of(row)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What came of something somebody did; read aloud when it changes. */
export function Said({ said, problem }: { said: string | undefined; problem: string | undefined }) {
  return <p class={problem === undefined ? 'said' : 'said said-problem'} role="status" aria-live="polite">{problem ?? said ?? ''}</p>;
}
