import { yamlText } from './yaml-text.js';

/** What a model version leaves behind for whoever opens it elsewhere. */
export interface ModelFolderFacts {
  readonly runId: string;
  readonly createdAt: Date;
  /** What the model has learned, its calibration and companions. */
  readonly model: unknown;
  readonly metrics: unknown;
  /** What it was trained on: snapshot hash, days, rows. */
  readonly data: unknown;
}

export interface FolderFile {
  /** Below the folder, parts separated by `/`. */
  readonly path: string;
  readonly text: string;
}

const SCHEMA_VERSION = 1;

/** The files of a model that are the same wherever it is kept. */
export function modelFiles(facts: Pick<ModelFolderFacts, 'model' | 'metrics' | 'data'>): FolderFile[] {
  return [
    { path: 'data.json', text: jsonText(facts.data) },
    { path: 'metrics.json', text: jsonText(facts.metrics) },
    { path: 'model.json', text: jsonText(facts.model) },
  ];
}

/** The folder that MLflow's pages recognise as a model: `MLmodel` says what it is, in a flavor of our own. */
export function mlflowModelFolder(facts: ModelFolderFacts): FolderFile[] {
  const mlmodel = [
    'artifact_path: model',
    `run_id: ${yamlText(facts.runId)}`,
    // Without zone, as MLflow writes it.
    `utc_time_created: ${yamlText(facts.createdAt.toISOString().replace('T', ' ').replace('Z', '000'))}`,
    'flavors:',
    '  pokewatch:',
    '    format: json',
    '    data: model.json',
    `    schema_version: ${SCHEMA_VERSION}`,
  ];
  return [{ path: 'MLmodel', text: `${mlmodel.join('\n')}\n` }, ...modelFiles(facts)];
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value ?? null, null, 1)}\n`;
}
