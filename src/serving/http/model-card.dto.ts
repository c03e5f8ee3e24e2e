import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const section = (description: string) => ApiProperty({ type: Object, additionalProperties: true, description });
const sections = (description: string) => ({ type: 'array', items: { type: 'object', additionalProperties: true }, description }) as const;

/** The shape of a model card, as the documentation shows it. */
export class ModelCardAnswer {
  @ApiProperty({ example: 1, description: 'Of the format of the card' }) card_version: number;
  @ApiProperty({ description: 'True: trained on an invented market, and its figures prove nothing about real cards', example: false }) is_simulated: boolean;
  @ApiProperty({ type: String, nullable: true }) notice: string | null;
  @section('Id, name, version, game, alias today, title, formula, source') model: unknown;
  @section('Last day seen, horizon, hash, days and rows of the training data') training: unknown;
  @section('Feature set of the training data, each feature with unit and formula') features: unknown;
  @ApiProperty(sections('Fitted parameters; a large one by size and hash')) parameters: unknown[];
  @section('Cutoffs, rows, and every headline figure with its interval beside the last price') evaluation: unknown;
  @section('Whether the gate was passed, and each check with measured and required') gate: unknown;
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true, description: 'What intervals and probabilities rest on; null where there are none' }) calibration: unknown;
  @ApiPropertyOptional(sections('What the estimates rest on most, where the model can tell')) top_features?: unknown[];
  @ApiProperty({ type: [String] }) intended_use: string[];
  @ApiProperty({ type: [String] }) limits: string[];
}
