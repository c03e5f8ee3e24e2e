import type { Figure, ModelCard } from './model-card.js';

/** The card as JSON with the field names of the API (`trained_through`). */
export function toCardJson(card: ModelCard): Record<string, unknown> {
  return snakeKeys(card) as Record<string, unknown>;
}

/** The card as a page a person reads. */
export function toMarkdown(card: ModelCard): string {
  const { model, training, evaluation, gate } = card;
  const sections = [
    [`# ${model.name} v${model.version} (${model.game})`, ...(card.notice === null ? [] : [`> **Simulated market.** ${card.notice}`]), summaryOf(card)],
    ['## Model', `${model.title}: \`${model.formula}\``, `Source: ${model.source}`],
    [
      '## Training data',
      bullets([
        `Trained through ${training.trainedThrough}, for ${training.horizonDays} days ahead, registered ${training.registeredAt}`,
        `Data hash: ${training.dataHash === null ? 'none' : `\`${training.dataHash}\``}`,
        ...(training.dataRows === null ? [] : [`${training.dataRows} feature rows from ${training.dataFrom ?? '?'} to ${training.dataTo ?? '?'}`]),
      ]),
    ],
    [
      '## Out of sample, beside the last price',
      `${evaluation.cutoffs} cutoffs from ${evaluation.firstCutoff ?? '(none)'} to ${evaluation.lastCutoff ?? '(none)'}, ${evaluation.rows} rows.`,
      table(['Measure', 'Value', '95 % interval', 'Beside', 'Meaning'], evaluation.figures.map(figureCells)),
    ],
    [
      `## Gate: ${gate.hasPassed ? 'passed' : 'not passed'}`,
      table(['Check', 'Passed', 'Measured', 'Required'], gate.checks.map((check) => [check.id, check.passed ? 'yes' : 'no', check.measured, check.required])),
    ],
    ['## Calibration', calibrationOf(card)],
    ...(card.topFeatures ? [['## What it rests on', table(['Feature', 'Share'], card.topFeatures.map(({ name, shareRatio }) => [name, figureText(shareRatio)]))]] : []),
    ['## Parameters', table(['Name', 'Value', 'Meaning'], card.parameters.map(({ name, value, meaning }) => [name, `\`${value}\``, meaning ?? '']))],
    [
      `## Features: ${card.features.setName ?? 'set'} version ${card.features.setVersion}`,
      'Those of the training data; not every model reads them.',
      table(['Name', 'Unit', 'Formula'], card.features.items.map(({ name, unit, description }) => [name, unit, description])),
    ],
    ['## Intended use', bullets(card.intendedUse)],
    ['## Limits', bullets(card.limits)],
  ];
  return `${sections.map((lines) => lines.join('\n\n')).join('\n\n')}\n`;
}

function summaryOf({ model, training, gate }: ModelCard): string {
  const place = model.alias === null ? 'It serves nothing today.' : `It is ${model.alias} today.`;
  return `Model ${model.id}, trained through ${training.trainedThrough}. ${gate.hasPassed ? 'It has passed the gate.' : 'It has not passed the gate: no signal rests on it.'} ${place}`;
}

function calibrationOf({ calibration }: ModelCard): string {
  if (calibration === null) return 'None: too few estimates had matured. There are no intervals and no probabilities.';
  const of = (value: number | null): string => (value === null ? '?' : String(value));
  return `${of(calibration.residuals)} out-of-sample residuals of ${of(calibration.cutoffs)} cutoffs; P(up) and P(down) are of a move of ${of(calibration.moveRatio)} (a fraction) over the horizon.`;
}

function figureCells({ name, value, lower95, upper95, beside, meaning }: Figure): string[] {
  return [name, figureText(value), lower95 === null || upper95 === null ? '' : `${figureText(lower95)} to ${figureText(upper95)}`, beside === null ? '' : figureText(beside), meaning];
}

function figureText(value: number | null): string {
  return value === null ? 'cannot be computed' : String(Number(value.toPrecision(4)));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function bullets(lines: readonly string[]): string {
  return lines.map((text) => `* ${text}`).join('\n');
}

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  const snake = (name: string): string => name.replace(/([a-z])([A-Z0-9])/g, '$1_$2').toLowerCase();
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snake(name), snakeKeys(inner)]));
}
