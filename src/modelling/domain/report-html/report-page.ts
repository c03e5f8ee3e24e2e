import type { BacktestReport } from '../backtest/backtest-report.js';

export function renderReport(report: BacktestReport): string {
  return `<!doctype html><title>${report.game.slug}</title>`;
}
