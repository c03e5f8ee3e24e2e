import { downloadCsv } from './csv.js';
import { count, percent } from './format.js';

/** What was stated against what came true, of the estimates whose stated probability lay close together. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanProbability: number;
  readonly observedShare: number;
}

const SIZE = 260;
const EDGE = 40;
const at = (ratio: number): number => EDGE + ratio * (SIZE - 2 * EDGE);
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Stated against observed probability; on the diagonal the two are the same. The size of a dot is how many estimates it stands for. */
export function Calibration({ title, bins }: { title: string; bins: readonly ReliabilityBin[] }) {
  const most = Math.max(...bins.map((bin) => bin.count));
  const told = bins.map((bin) => `stated ${percent(bin.meanProbability, 0)}, came true ${percent(bin.observedShare, 0)} of ${count(bin.count)}`).join('; ');
  return (
    <figure class="calibration">
      <svg viewBox={`0 ${EDGE - 12} ${SIZE} ${SIZE - EDGE + 12}`} role="img" aria-label={`${title}: ${told}`}>
        {TICKS.map((tick) => (
          <g key={tick}>
            <line class="grid" x1={at(tick)} x2={at(tick)} y1={at(0)} y2={at(1)} />
            <line class="grid" x1={at(0)} x2={at(1)} y1={at(tick)} y2={at(tick)} />
            <text x={at(tick)} y={at(1) + 14} text-anchor="middle">{percent(tick, 0)}</text>
            <text x={at(0) - 5} y={at(1 - tick) + 3} text-anchor="end">{percent(tick, 0)}</text>
          </g>
        ))}
        <line class="diagonal" x1={at(0)} y1={at(1)} x2={at(1)} y2={at(0)} />
        {bins.map((bin) => <circle key={bin.meanProbability} class="dot" cx={at(bin.meanProbability)} cy={at(1 - bin.observedShare)} r={3 + 7 * Math.sqrt(bin.count / most)} />)}
        <text x={SIZE / 2} y={SIZE - 6} text-anchor="middle">stated probability</text>
        <text x={10} y={SIZE / 2} text-anchor="middle" transform={`rotate(-90 10 ${SIZE / 2})`}>share that came true</text>
      </svg>
      <figcaption>
        {title}{' '}
        <button type="button" class="quiet" aria-label={`${title}, as CSV`} onClick={() => downloadCsv(`calibration-${title.toLowerCase().replaceAll(/\W+/g, '-')}.csv`, ['stated_probability', 'observed_share', 'count'], bins.map((bin) => [bin.meanProbability, bin.observedShare, bin.count]))}>CSV</button>
      </figcaption>
    </figure>
  );
}
