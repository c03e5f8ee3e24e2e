import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge } from 'prom-client';

const LAST_SUCCESS = 'pokewatch_source_last_success_timestamp_seconds';
const ROWS = 'pokewatch_source_rows_total';

/** What became of the rows a source said. */
export type SourceRows = Readonly<Record<'accepted' | 'unchanged' | 'corrected' | 'rejected' | 'unpriced' | 'unmatched', number>>;

export const sourceMetricProviders = [
  makeGaugeProvider({ name: LAST_SUCCESS, help: 'When a source last brought a whole market day, in seconds since 1970', labelNames: ['source'] }),
  makeCounterProvider({ name: ROWS, help: 'Rows of live sources by what became of them', labelNames: ['source', 'outcome'] }),
];

/** What live sources of prices bring. */
@Injectable()
export class SourceMetrics {
  constructor(
    @InjectMetric(LAST_SUCCESS) private readonly lastSuccess: Gauge<string>,
    @InjectMetric(ROWS) private readonly rows: Counter<string>,
  ) {}

  succeeded(source: string, at: Date): void {
    this.lastSuccess.set({ source }, at.getTime() / 1_000);
  }

  countRows(source: string, rows: SourceRows): void {
    for (const outcome of ['accepted', 'unchanged', 'corrected', 'rejected', 'unpriced', 'unmatched'] as const) {
      if (rows[outcome] > 0) this.rows.inc({ source, outcome }, rows[outcome]);
    }
  }
}
