import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { ExperimentEvent, ExperimentUnit } from '../../modelling/index.js';
import { toDay } from '../../shared/day.js';
import type { ListedExperiment } from '../experiment-catalogue.js';

export class StopExperimentRequest {
  @ApiProperty({ example: 'the source changed its prices', description: 'Kept in the log' })
  @IsString()
  @Length(3, 500)
  reason: string;
}

export class ServeExperimentRequest extends StopExperimentRequest {
  @ApiPropertyOptional({ example: '2025-07-01', description: 'The first day that cards of arm B rest on B: today, where nothing is said' })
  @IsOptional()
  @IsDay()
  serving_from?: string;
}

export class CreateExperimentRequest extends StopExperimentRequest {
  @ApiProperty({ example: 'pokemon' })
  @IsString()
  game: string;

  @ApiProperty({ example: 'trees-against-local-level', description: 'Unique in its game; divides the cards between the arms' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ enum: ['card', 'client'], example: 'card', description: 'What is assigned to an arm. Only experiments over cards can serve' })
  @IsIn(['card', 'client'])
  unit: ExperimentUnit;

  @ApiProperty({ example: 0.1, description: 'Share of the units in arm B once it serves' })
  @IsNumber()
  @Min(0.001)
  @Max(0.999)
  share_b: number;

  @ApiProperty({ example: 12, description: 'The model that serves' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  model_a: number;

  @ApiProperty({ example: 15, description: 'The model that wants to' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  model_b: number;

  @ApiPropertyOptional({ example: '2025-07-01', description: 'The first day that counts: today, where nothing is said' })
  @IsOptional()
  @IsDay()
  started_on?: string;

  @ApiPropertyOptional({ example: 0.05, description: 'Chance, over all looks together, to call one better when neither is' })
  @IsOptional()
  @IsNumber()
  @Min(0.001)
  @Max(0.2)
  significance?: number;

  @ApiPropertyOptional({ example: 546, description: 'Days after which it ends undecided' })
  @IsOptional()
  @IsInt()
  @Min(28)
  @Max(3650)
  most_days?: number;
}

export class ExperimentAnswer {
  @ApiProperty({ example: 3 }) id: number;
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: 'trees-against-local-level' }) name: string;
  @ApiProperty({ enum: ['card', 'client'] }) unit: string;
  @ApiProperty({ example: 0.1 }) share_b: number;
  @ApiProperty({ example: 12 }) model_a: number;
  @ApiProperty({ example: 15 }) model_b: number;
  @ApiProperty({ example: 28 }) horizon_days: number;
  @ApiProperty({ enum: ['shadow', 'serving', 'stopped'] }) phase: string;
  @ApiProperty({ example: '2025-07-01' }) started_on: string;
  @ApiProperty({ type: String, nullable: true, description: 'First day that cards of arm B rest on B', example: '2025-09-01' }) serving_from: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Last day that they did', example: null }) serving_until: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The last day it took part in', example: null }) stopped_on: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['b_better', 'a_better', 'futile', 'guardrail_breached', 'superseded', 'stopped_by_hand'] })
  decision: string | null;
  @ApiProperty({ example: 'api key Ab3dEf9h' }) actor: string;
  @ApiProperty({ example: 'the source changed its prices' }) reason: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) recorded_at: string;
}

export class ExperimentListAnswer {
  @ApiProperty({ type: [ExperimentAnswer], description: 'Newest first' }) items: ExperimentAnswer[];
}

export class GuardrailAnswer {
  @ApiProperty({ enum: ['coverage_80', 'answer_rate'] }) id: string;
  @ApiProperty({ type: Number, nullable: true, example: 0.81 }) measured: number | null;
  @ApiProperty({ example: 0.72 }) least: number;
  @ApiProperty({ example: 0.88 }) most: number;
  @ApiProperty({ type: Boolean, nullable: true, example: true, description: 'Null while there are too few blocks to tell' }) holds: boolean | null;
}

export class ExperimentLookAnswer {
  @ApiProperty({ example: '2025-09-01' }) day: string;
  @ApiProperty({ example: 9, description: 'Blocks of days that have matured; their horizons do not overlap' }) blocks: number;
  @ApiProperty({ type: Number, nullable: true, example: -0.0032, description: 'Mean absolute log error of B minus that of A on the same card-days; below 0 B errs less' })
  mean_difference: number | null;
  @ApiProperty({ example: -0.0051, description: 'Confidence sequence: holds at all looks together' }) lower: number;
  @ApiProperty({ example: -0.0012 }) upper: number;
  @ApiProperty({ description: 'Natural logarithm of what the bet on B has won', example: 2.1 }) evidence_for_b: number;
  @ApiProperty({ example: -1.4, description: 'The same of a bet on A' }) evidence_for_a: number;
  @ApiProperty({ example: 3.69, description: 'Evidence that decides' }) enough: number;
  @ApiProperty({ type: [GuardrailAnswer] }) guardrails: readonly GuardrailAnswer[];
  @ApiProperty({ enum: ['running', 'b_better', 'a_better', 'futile', 'guardrail_breached'] }) decision: string;
}

export class ExperimentBlockAnswer {
  @ApiProperty({ example: '2025-07-01' }) first_day: string;
  @ApiProperty({ example: '2025-07-03' }) last_day: string;
  @ApiProperty({ example: -0.0032 }) difference: number;
  @ApiProperty({ example: 3600, description: 'Card-days that both models answered' }) pairs: number;
  @ApiProperty({ type: Number, nullable: true, example: 0.81 }) coverage_80: number | null;
  @ApiProperty({ example: 1, description: 'Share of the card-days of A that B answered' }) answer_rate: number;
}

export class ExperimentEventAnswer {
  @ApiProperty({ enum: ['started', 'serving', 'stopped', 'promoted', 'not_promoted', 'rolled_back'] }) kind: string;
  @ApiProperty({ example: '2025-09-01' }) day: string;
  @ApiProperty({ example: 'experiment' }) actor: string;
  @ApiProperty({ example: 'the source changed its prices' }) reason: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) recorded_at: string;
}

export class ExperimentDetailAnswer extends ExperimentAnswer {
  @ApiProperty({ type: Object, additionalProperties: true, description: 'What was asked of the arms, fixed at the start', example: { significance: 0.05, most_days: 546 } }) rule: unknown;
  @ApiProperty({ type: [ExperimentEventAnswer], description: 'Oldest first' }) events: ExperimentEventAnswer[];
  @ApiProperty({ type: [ExperimentLookAnswer], description: 'Oldest first' }) looks: ExperimentLookAnswer[];
  @ApiProperty({ type: [ExperimentBlockAnswer], description: 'Those of the last look, oldest first' }) blocks: ExperimentBlockAnswer[];
}

export function toExperimentAnswer({ experiment, game }: ListedExperiment): ExperimentAnswer {
  return {
    id: experiment.id,
    game,
    name: experiment.name,
    unit: experiment.unit,
    share_b: experiment.shareB,
    model_a: experiment.modelVersionA,
    model_b: experiment.modelVersionB,
    horizon_days: experiment.horizonDays,
    phase: experiment.phase,
    started_on: experiment.startedOn,
    serving_from: experiment.servingFrom,
    serving_until: experiment.servingUntil,
    stopped_on: experiment.stoppedOn,
    decision: experiment.decision,
    actor: experiment.actor,
    reason: experiment.reason,
    recorded_at: experiment.recordedAt.toISOString(),
  };
}

export function toExperimentDetailAnswer(listed: ListedExperiment & { events: readonly ExperimentEvent[] }): ExperimentDetailAnswer {
  const isLook = (event: ExperimentEvent): boolean => event.kind === 'look';
  const looks = listed.events.filter(isLook).flatMap(toLookAnswers);
  const events = listed.events
    .filter((event) => !isLook(event))
    .map(({ kind, day, actor, reason, recordedAt }) => ({ kind, day, actor, reason, recorded_at: recordedAt.toISOString() }));
  const blocks = (listed.events.findLast(isLook)?.evidence?.blocks ?? []).map((block) => ({
    first_day: toDay(block.firstDay),
    last_day: toDay(block.lastDay),
    difference: block.difference,
    pairs: block.pairs,
    coverage_80: block.coverage80,
    answer_rate: block.answerRate,
  }));
  return { ...toExperimentAnswer(listed), rule: listed.experiment.rule, events, looks, blocks };
}

function toLookAnswers({ day, evidence: look }: ExperimentEvent): ExperimentLookAnswer[] {
  if (look === null) return [];
  return [
    {
      day,
      blocks: look.blocks.length,
      mean_difference: look.meanDifference,
      lower: look.lower,
      upper: look.upper,
      evidence_for_b: look.evidenceForB,
      evidence_for_a: look.evidenceForA,
      enough: look.enough,
      guardrails: look.guardrails,
      decision: look.decision,
    },
  ];
}
