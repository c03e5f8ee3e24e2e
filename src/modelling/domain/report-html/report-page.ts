import type { BacktestReport } from '../backtest/backtest-report.js';
import { count, escapeHtml, list, paragraph, percent, section, table } from './html.js';
import { gates, headline, plots, slices } from './model-sections.js';
import { leastPrice, limitsOf, modelsInFocus, summaryOf } from './plain-words.js';
import { portfolios, signals } from './signal-sections.js';
import { STYLE } from './style.js';

const CONTENTS: readonly (readonly [id: string, title: string])[] = [
  ['summary', 'In short'], ['models', 'Models'], ['gate', 'Gate'], ['plots', 'Plots'], ['signals', 'Signals'], ['portfolio', 'Paper portfolio'], ['slices', 'Parts of the market'],
  ['limits', 'Limits'], ['data', 'Data and settings'],
];

/** A backtest as one HTML file that needs nothing else: text, tables and inline SVG. Pure: the same report gives the same bytes. */
export function renderReport(report: BacktestReport): string {
  const focus = modelsInFocus(report.models);
  const { game, cutoffs, options, data } = report;
  const title = `Backtest: ${game.name}${game.isSimulated ? ' (simulated market)' : ''}`;
  const lead = `${cutoffs.judged} cutoffs from ${cutoffs.first ?? '–'} to ${cutoffs.last ?? '–'}, every ${options.stepDays} days; fair values ${options.horizonDays} days ahead; ${count(cutoffs.judgedRows)} prices judged; data from ${data.firstDay} to ${data.lastDay}.`;
  const banner = game.isSimulated ? '<p class="banner">Simulated market: these cards and prices are invented. Nothing on this page says anything about real cards.</p>' : '';
  const body = [
    `<header><h1>${escapeHtml(title)}</h1>${banner}<p class="lead">${escapeHtml(lead)}</p><nav aria-label="Contents"><ul>${CONTENTS.map(([id, name]) => `<li><a href="#${id}">${escapeHtml(name)}</a></li>`).join('')}</ul></nav></header>`,
    section('summary', 'In short', list(summaryOf(report)), report.notes.length > 0 ? `<h3>Notes</h3>${list(report.notes)}` : ''),
    headline(report),
    gates(report),
    plots(report, focus),
    signals(report, focus),
    portfolios(focus),
    slices(focus),
    section('limits', 'Limits', list(limitsOf(report))),
    dataSection(report),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function dataSection(report: BacktestReport): string {
  const { software, generated, game, data, cutoffs, options, policy, costs } = report;
  const rows = [
    ['game', `${game.slug}, ${game.currencies.join(', ')}`],
    ['observations', `${count(data.observations)} of ${count(data.printings)} printings, ${data.firstDay} to ${data.lastDay}`],
    ['SHA-256 of the observations', data.observationsHash],
    ['rows', `${count(cutoffs.predictedRows)} predicted, ${count(cutoffs.judgedRows)} judged, ${count(cutoffs.rowsWithoutTarget)} at judged cutoffs without a price at the target`],
    ['cutoffs', `${cutoffs.judged} judged, ${cutoffs.notMatured.length} not matured, ${cutoffs.warmup} before them to learn intervals and probabilities from`],
    ['walk-forward', `refit every ${options.refitEveryDays} days, purge ${options.purgeDays} days, at least ${options.minimumTrainingCutoffs} cutoffs to learn from, recalibrated every ${options.recalibrateEveryDays} days`],
    ['universe', `last price at least ${leastPrice(report)} and at most ${options.maximumStalenessDays} days old, chosen anew at each cutoff`],
    ['move', `${percent(options.calibration.moveRatio)}`],
    ['intervals of figures', `circular block bootstrap over cutoffs, ${options.report.replicates} replicates, seed ${options.report.seed}`],
    ['policy', `${policy.version}: ${Object.entries(policy.settings).map(([name, value]) => `${name} ${String(value)}`).join(', ')}`],
    ['costs', costs.description],
    ['software', `${software.name} ${software.version}, generated ${generated}`],
  ];
  return section('data', 'Data and settings', paragraph('The JSON report has all figures of this page and more, with their units.'), `<div class="texts">${table({ caption: 'What the figures rest on', head: ['what', 'value'], rows })}</div>`);
}
