import type { IChartApi, SeriesMarker, Time } from 'lightweight-charts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { download, downloadCsv, type Cell } from './csv.js';
import type { LinePoint } from './series.js';

/** One line of a chart. */
export interface Line {
  readonly title: string;
  readonly points: readonly LinePoint[];
  /** A custom property of the style sheet. */
  readonly color: `--${string}`;
  readonly isDashed?: boolean;
}

/** Something that happened on a day of the first line. */
export interface Mark {
  readonly day: string;
  readonly kind: 'up' | 'down' | 'note';
  readonly text: string;
}

interface ChartProps {
  readonly name: string;
  /** What is to be seen, for who cannot see it. */
  readonly summary: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
}

const TRANSPARENT = 'rgba(0, 0, 0, 0)';

/** A chart of days, with its picture and its numbers to take away. */
export function Chart({ name, summary, unit, lines, marks }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<IChartApi | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    let close: () => void = () => undefined;
    draw(box.current as HTMLDivElement, { lines, marks, unit }).then(
      (drawn) => {
        if (isOver) return drawn.remove();
        chart.current = drawn;
        close = () => drawn.remove();
      },
      () => setProblem('The chart could not be loaded. Its numbers are in the CSV.'),
    );
    return () => {
      isOver = true;
      close();
    };
  }, [lines, marks, unit]);
  const savePicture = () => chart.current?.takeScreenshot(true).toBlob((picture) => picture !== null && download(`${name}.png`, picture));
  return (
    <figure class="chart">
      <div ref={box} class="chart-box" role="img" aria-label={summary} />
      {problem !== undefined && <p class="problem">{problem}</p>}
      <figcaption>
        <span class="legend">{lines.map(({ title, color }) => <span key={title}><i class={`key key${color}`} />{title}</span>)} <span class="muted">({unit}; a line stops where days are missing)</span></span>
        <button type="button" class="quiet" onClick={savePicture}>PNG</button>
        <button type="button" class="quiet" onClick={() => downloadCsv(`${name}.csv`, ['day', ...lines.map(({ title }) => `${title} (${unit})`)], rowsOf(lines))}>CSV</button>
      </figcaption>
    </figure>
  );
}

function rowsOf(lines: readonly Line[]): Cell[][] {
  const values = lines.map(({ points }) => new Map(points.map(({ day, value }) => [day, value])));
  const days = [...new Set(lines.flatMap(({ points }) => points.map(({ day }) => day)))].toSorted();
  return days.map((day) => [day, ...values.map((of) => of.get(day))]);
}

async function draw(box: HTMLDivElement, { lines, marks, unit }: Pick<ChartProps, 'lines' | 'marks' | 'unit'>): Promise<IChartApi> {
  const { createChart, createSeriesMarkers, LineSeries, LineStyle } = await import('lightweight-charts');
  const style = getComputedStyle(box);
  const color = colorsOf(box);
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const chart = createChart(box, {
    autoSize: true,
    layout: { background: { color: 'transparent' }, textColor: color('--text'), attributionLogo: false, fontFamily: style.fontFamily },
    grid: { vertLines: { visible: false }, horzLines: { color: color('--line') } },
    rightPriceScale: { borderColor: color('--line') },
    localization: { priceFormatter: (value: number) => `${value.toFixed(2)} ${unit}` },
    // Three years of days on a phone.
    timeScale: { borderColor: color('--line'), minBarSpacing: 0.1, rightOffset: 2 },
    kineticScroll: { touch: !isStill, mouse: false },
  });
  lines.forEach((line, index) => {
    const series = chart.addSeries(LineSeries, { color: color(line.color), lineWidth: 2, lineStyle: line.isDashed === true ? LineStyle.Dashed : LineStyle.Solid, priceLineVisible: false, lastValueVisible: index === 0 });
    series.setData(line.points.map(({ day, value, endsRun }) => ({ time: day as Time, value, ...(endsRun ? { color: TRANSPARENT } : {}) })));
    if (index === 0 && marks.length > 0) createSeriesMarkers(series, marks.map((mark) => toMarker(mark, color)));
  });
  // It knows its width from the next frame on, and gets another when a phone is turned.
  chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent());
  return chart;
}

/** Custom properties of the style sheet as colours that a canvas understands, by day or by night. */
function colorsOf(box: HTMLElement): (name: string) => string {
  const known = new Map<string, string>();
  const probe = document.createElement('i');
  box.append(probe);
  for (const name of ['--text', '--muted', '--line', '--buy', '--sell', '--price', '--fair', '--band']) {
    probe.style.color = `var(${name})`;
    known.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  return (name) => known.get(name) ?? 'gray';
}

function toMarker({ day, kind, text }: Mark, color: (name: string) => string): SeriesMarker<Time> {
  const time = day as Time;
  if (kind === 'up') return { time, position: 'belowBar', shape: 'arrowUp', color: color('--buy'), text };
  if (kind === 'down') return { time, position: 'aboveBar', shape: 'arrowDown', color: color('--sell'), text };
  return { time, position: 'aboveBar', shape: 'circle', color: color('--muted'), text };
}
