import { escapeHtml } from './html.js';
import { domainOf, linearScale, type Scale, ticksOf } from './svg-scale.js';

export interface ChartSeries {
  readonly name: string;
  /** [x, y]; where y is null the line is broken. */
  readonly points: readonly (readonly [number, number | null])[];
  /** Radius of each point's mark; left out: no marks on lines longer than a few points. */
  readonly radii?: readonly number[] | undefined;
}

export interface ChartParts {
  readonly title: string;
  /** What the chart shows, in words, for those who do not see it. */
  readonly description: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly ChartSeries[];
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  /** Where the x axis is labelled; left out: at round or even places. */
  readonly xTicks?: readonly number[] | undefined;
  /** Where the comparison lies: drawn as a dashed line with its name. */
  readonly reference?: { readonly y: number; readonly name: string } | undefined;
  readonly band?: { readonly from: number; readonly to: number; readonly name: string } | undefined;
  /** Both axes alike from 0, with the line on which stated and observed agree. */
  readonly isSquare?: boolean | undefined;
}

const WIDTH = 420;
const HEIGHT = 250;
const LEFT = 52;
const RIGHT = 408;
const TOP = 12;
const BOTTOM = 204;
/** So many series can be told apart; the classes s0 to s3 of the style. */
export const MOST_SERIES = 4;

/** A line chart with axes, legend, title and description. A sentence instead where there is nothing to draw. */
export function lineChart(parts: ChartParts): string {
  const drawn = parts.series.slice(0, MOST_SERIES);
  const points = drawn.flatMap((one) => one.points).filter((point): point is [number, number] => point[1] !== null && Number.isFinite(point[1]));
  if (points.length === 0) return chartFrame(parts.title, `<p class="empty">${escapeHtml(parts.title)}: nothing to draw.</p>`, '');
  const { x, y } = scalesOf(parts, points);
  const inner = [
    bandOf(parts, y),
    axes(parts, x, y),
    parts.isSquare ? line(x.at(x.from), y.at(x.from), x.at(x.to), y.at(x.to), 'reference') : '',
    ...drawn.map((one, at) => seriesPath(one, at, x, y)),
    referenceOf(parts, y),
  ];
  return chartFrame(parts.title, svg({ title: parts.title, description: parts.description, width: WIDTH, height: HEIGHT }, inner.join('')), legend(drawn.map((one) => one.name)));
}

export interface ForestRow {
  readonly name: string;
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
}

/** Estimates with their intervals, one below the other, beside the line at 1. */
export function forestPlot(parts: { title: string; description: string; xLabel: string; rows: readonly ForestRow[] }): string {
  const rows = parts.rows.filter((row) => row.value !== null);
  if (rows.length === 0) return chartFrame(parts.title, `<p class="empty">${escapeHtml(parts.title)}: nothing to draw.</p>`, '');
  const left = 168;
  const bottom = TOP + rows.length * 26;
  const values = rows.flatMap((row) => [row.value, row.lower95, row.upper95]).filter((value): value is number => value !== null);
  const x = linearScale(domainOf(values, [1]), [left, RIGHT]);
  const ticks = ticksOf(x.from, x.to, 4).map(
    (tick) => `${line(x.at(tick), TOP, x.at(tick), bottom, 'grid')}${text(x.at(tick), bottom + 16, tick.toFixed(2), 'middle')}`,
  );
  const marks = rows.map((row, at) => {
    const y = TOP + at * 26 + 13;
    const whisker = row.lower95 !== null && row.upper95 !== null ? line(x.at(row.lower95), y, x.at(row.upper95), y, 'whisker') : '';
    return `${text(left - 8, y + 4, row.name, 'end')}${whisker}<circle class="dot" cx="${at2(x.at(row.value as number))}" cy="${y}" r="4"/>`;
  });
  const inner = [...ticks, line(x.at(1), TOP, x.at(1), bottom, 'reference'), ...marks, text((left + RIGHT) / 2, bottom + 36, parts.xLabel, 'middle')];
  return chartFrame(parts.title, svg({ ...parts, width: WIDTH, height: bottom + 46 }, inner.join('')), '');
}

function scalesOf(parts: ChartParts, points: readonly (readonly [number, number])[]): { x: Scale; y: Scale } {
  if (parts.isSquare) {
    const most = Math.min(1, domainOf(points.flat(), [0, 0.1], 0.08)[1]);
    return { x: linearScale([0, most], [LEFT, RIGHT]), y: linearScale([0, most], [BOTTOM, TOP]) };
  }
  const held = [...(parts.reference ? [parts.reference.y] : []), ...(parts.band ? [parts.band.from, parts.band.to] : [])];
  const xs = points.map(([value]) => value);
  return {
    x: linearScale([xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))], [LEFT + 4, RIGHT - 4]),
    y: linearScale(domainOf(points.map(([, value]) => value), held), [BOTTOM, TOP]),
  };
}

function axes(parts: ChartParts, x: Scale, y: Scale): string {
  const across = ticksOf(y.from, y.to, 5).map(
    (tick) => `${line(LEFT, y.at(tick), RIGHT, y.at(tick), 'grid')}${text(LEFT - 6, y.at(tick) + 4, parts.yText(tick), 'end')}`,
  );
  const xs = parts.xTicks ?? (parts.isSquare ? ticksOf(x.from, x.to, 5) : spread(x.from, x.to, 4));
  const down = xs.map((tick, at) => text(x.at(tick), BOTTOM + 17, parts.xText(tick), parts.isSquare || (at > 0 && at < xs.length - 1) ? 'middle' : at === 0 ? 'start' : 'end'));
  return [
    ...across,
    ...down,
    line(LEFT, BOTTOM, RIGHT, BOTTOM, 'axis'),
    text((LEFT + RIGHT) / 2, BOTTOM + 38, parts.xLabel, 'middle'),
    `<text class="label" transform="translate(12 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(parts.yLabel)}</text>`,
  ].join('');
}

function spread(from: number, to: number, wanted: number): number[] {
  return to > from ? Array.from({ length: wanted }, (_, i) => from + ((to - from) * i) / (wanted - 1)) : [from];
}

function bandOf({ band }: ChartParts, y: Scale): string {
  if (!band) return '';
  const top = y.at(band.to);
  return `<rect class="band" x="${LEFT}" y="${at2(top)}" width="${RIGHT - LEFT}" height="${at2(y.at(band.from) - top)}"/>${text(RIGHT - 4, top + 12, band.name, 'end')}`;
}

function referenceOf({ reference }: ChartParts, y: Scale): string {
  if (!reference) return '';
  const at = y.at(reference.y);
  return `${line(LEFT, at, RIGHT, at, 'reference')}${text(RIGHT - 4, at - 5, reference.name, 'end')}`;
}

function seriesPath(series: ChartSeries, at: number, x: Scale, y: Scale): string {
  let isPen = false;
  const commands = series.points.map(([px, py]) => {
    const isThere = py !== null && Number.isFinite(py);
    const command = isThere ? `${isPen ? 'L' : 'M'}${at2(x.at(px))} ${at2(y.at(py))}` : '';
    isPen = isThere;
    return command;
  });
  const isMarked = series.radii !== undefined || series.points.length <= 12;
  const marks = isMarked
    ? series.points.map(([px, py], i) => (py === null || !Number.isFinite(py) ? '' : `<circle class="mark s${at}" cx="${at2(x.at(px))}" cy="${at2(y.at(py))}" r="${at2(series.radii?.[i] ?? 3)}"/>`))
    : [];
  return `<path class="line s${at}" d="${commands.join('')}"/>${marks.join('')}`;
}

function chartFrame(title: string, drawing: string, below: string): string {
  return `<figure><figcaption>${escapeHtml(title)}</figcaption>${drawing}${below}</figure>`;
}

function legend(names: readonly string[]): string {
  const items = names.map(
    (name, at) => `<li><svg width="28" height="10" aria-hidden="true"><path class="line s${at}" d="M1 5L27 5"/></svg>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function svg(of: { title: string; description: string; width: number; height: number }, inner: string): string {
  return `<svg class="chart" viewBox="0 0 ${of.width} ${of.height}" role="img" preserveAspectRatio="xMidYMid meet"><title>${escapeHtml(of.title)}</title><desc>${escapeHtml(of.description)}</desc>${inner}</svg>`;
}

type Ends = [x1: number, y1: number, x2: number, y2: number];

function line(...[x1, y1, x2, y2, kind]: [...Ends, kind: string]): string {
  return `<line class="${kind}" x1="${at2(x1)}" y1="${at2(y1)}" x2="${at2(x2)}" y2="${at2(y2)}"/>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text class="label" x="${at2(x)}" y="${at2(y)}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}

function at2(value: number): string {
  return String(Math.round(value * 100) / 100);
}
