/** Text for HTML: nothing of it is markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What stands where a number cannot be computed. */
export const UNKNOWN = '–';

type Known = number | null | undefined;

/** Three decimals; `–` where there is none. */
export function figure(value: Known, digits = 3): string {
  return isKnown(value) ? value.toFixed(digits) : UNKNOWN;
}

/** A fraction as percent: 0.0123 is `1.2 %`. */
export function percent(ratio: Known, digits = 1): string {
  return isKnown(ratio) ? `${withoutNegativeZero((100 * ratio).toFixed(digits))} %` : UNKNOWN;
}

/** A fraction as percent with its sign: 0.012 is `+1.2 %`. */
export function signedPercent(ratio: Known, digits = 1): string {
  if (!isKnown(ratio)) return UNKNOWN;
  return `${ratio > 0 ? '+' : ''}${percent(ratio, digits)}`;
}

export function count(value: Known): string {
  return isKnown(value) ? value.toLocaleString('en') : UNKNOWN;
}

/** A p-value; below 0.001 nobody needs to know by how much. */
export function pValue(value: Known): string {
  if (!isKnown(value)) return UNKNOWN;
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

/** A value with its interval: `0.98 (0.95 to 1.01)`. */
export function withInterval(of: { value: number | null; lower95: number | null; upper95: number | null }, text: (value: Known) => string = figure): string {
  if (of.value === null) return UNKNOWN;
  return of.lower95 === null || of.upper95 === null ? text(of.value) : `${text(of.value)} (${text(of.lower95)} to ${text(of.upper95)})`;
}

export interface TableParts {
  readonly caption: string;
  readonly head: readonly string[];
  /** Cells are text; the first of each row is its heading. */
  readonly rows: readonly (readonly string[])[];
}

/** A table that scrolls by itself where the page is narrow. Without rows: a sentence that says so. */
export function table({ caption, head, rows }: TableParts): string {
  if (rows.length === 0) return emptyState(`${caption}: nothing to show.`);
  const heading = head.map((title) => `<th scope="col">${cellText(title)}</th>`).join('');
  const body = rows.map(([first = '', ...cells]) => `<tr><th scope="row">${escapeHtml(first)}</th>${cells.map((cell) => `<td>${cellText(cell)}</td>`).join('')}</tr>`);
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${heading}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** A number and its percent sign stay on one line. */
function cellText(text: string): string {
  return escapeHtml(text.replaceAll(' %', '\u00a0%'));
}

export function section(id: string, title: string, ...parts: readonly string[]): string {
  return `<section id="${id}"><h2>${escapeHtml(title)}</h2>${parts.join('\n')}</section>`;
}

export function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

export function emptyState(text: string): string {
  return `<p class="empty">${escapeHtml(text)}</p>`;
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

/** `priceBand` or `20_to_100` as words. */
export function words(name: string): string {
  return name.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

/** Names as people would order them: `under_5` first, then by the number they begin with, then by letters. */
export function inOrder(names: Iterable<string>): string[] {
  const rank = (name: string) => (name.startsWith('under') ? -1 : Number(/^\d+/.exec(name)?.[0] ?? Infinity));
  return [...new Set(names)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function isKnown(value: Known): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

function withoutNegativeZero(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}
