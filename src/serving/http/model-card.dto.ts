import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const section = (description: string, example: object) => ApiProperty({ type: Object, additionalProperties: true, description, example });
const sections = (description: string, example: object) => ({ type: 'array', items: { type: 'object', additionalProperties: true }, description, example: [example] }) as const;

/** The shape of a model card, as the documentation shows it. */
export class ModelCardAnswer {
  @ApiProperty({ example: 1, description: 'Of the format of the card' }) card_version: number;
  @ApiProperty({ description: 'True: trained on an invented market, and its figures prove nothing about real cards', example: false }) is_simulated: boolean;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'What must be said first, such as that the market is simulated' }) notice: string | null;
  @section('Id, name, version, game, alias today, title, formula, source', { id: 12, name: 'local-level', version: 3 }) model: unknown;
  @section('Last day seen, horizon, hash, days and rows of the training data', { trained_through: '2025-06-30', horizon_days: 28, data_rows: 5400 }) training: unknown;
  @section('Feature set of the training data, each feature with unit and formula', { version: 1, items: [] }) features: unknown;
  @ApiProperty(sections('Fitted parameters; a large one by size and hash', { name: 'level_gain', value: 0.31 })) parameters: unknown[];
  @section('Cutoffs, rows, and every headline figure with its interval beside the last price', { rows: 5400 }) evaluation: unknown;
  @section('Whether the gate was passed, and each check with measured and required', { has_passed: true, checks: [] }) gate: unknown;
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true, description: 'What intervals and probabilities rest on; null where there are none', example: { residuals: 5400 } }) calibration: unknown;
  @ApiPropertyOptional(sections('What the estimates rest on most, where the model can tell', { name: 'log_price', share: 0.22 })) top_features?: unknown[];
  @ApiProperty({ type: [String], example: ['Fair values of single cards'] }) intended_use: string[];
  @ApiProperty({ type: [String], example: ['Says nothing about sealed products'] }) limits: string[];
}
