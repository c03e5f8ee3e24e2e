import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { RetrainTrigger, RollingFigure, SkillDrift, StoredDriftReport, WatchedGroup } from '../../modelling/index.js';
import { toDay } from '../../shared/day.js';
import type { DriftRecord } from '../drift-record.js';
import { GameQuery } from './model.dto.js';
import { rounded } from './prediction.dto.js';

const figure = (description: string, example = 0.31) => ApiProperty({ type: Number, nullable: true, description, example });
const verdict = (description: string) => ApiProperty({ type: Boolean, nullable: true, description: `${description}; null where it is not known`, example: false });
const reason = () => ApiProperty({ type: String, nullable: true, description: 'Why it is not known, or cannot drift', example: null });

export class DriftQuery extends GameQuery {
  @ApiPropertyOptional({ example: '2025-06-01', description: 'The first day; 30 days up to the last, where nothing is said' })
  @IsOptional()
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ example: '2025-06-30', description: 'The last day; the last one with a report, where nothing is said' })
  @IsOptional()
  @IsDay()
  to?: string;
}

export class VariableDriftAnswer {
  @ApiProperty({ example: 'log_return_28d' }) name: string;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-28', description: 'The first of the days in a row on which it drifts' }) since: string | null;
  @figure('Population stability index: 0.1 is worth a look, 0.25 is large') psi: number | null;
  @figure('Wasserstein distance in standard deviations of the reference') wasserstein: number | null;
  @figure('Jensen-Shannon distance, 0 to 1') jensen_shannon: number | null;
  @figure('Kolmogorov-Smirnov: the largest difference of the cumulative distributions') ks: number | null;
  @figure('By permutation of whole blocks of days', 0.037) p_value: number | null;
}

export class GroupDriftAnswer {
  @verdict('Enough of the variables drift') drifts: boolean | null;
  @reason() reason: string | null;
  @figure('Share of the variables that drift', 0.05) drifting_ratio: number | null;
  @ApiProperty({ example: 43, description: 'Variables compared' }) variables: number;
  @ApiProperty({ example: 26 }) reference_blocks: number;
  @ApiProperty({ type: [String], example: ['2025-06-30'], description: 'The evaluated days that were compared' }) current_days: string[];
  @ApiProperty({ type: [VariableDriftAnswer], description: 'Those that drift, largest index first' }) drifting: VariableDriftAnswer[];
}

export class RollingFigureAnswer {
  @ApiProperty({ example: 0.94 }) value: number;
  @ApiProperty({ example: 0.91 }) lower_95: number;
  @ApiProperty({ example: 0.98 }) upper_95: number;
  @figure('What the out-of-sample report of the version said', 0.91) promised: number | null;
}

export class SkillDriftAnswer {
  @verdict('Lost, or not as promised') drifts: boolean | null;
  @verdict('The last price does better: the whole interval of the error is above 1') is_lost: boolean | null;
  @reason() reason: string | null;
  @ApiProperty({ example: 91, description: 'Matured days' }) days: number;
  @ApiProperty({ example: 12_000, description: 'Matured estimates' }) estimates: number;
  @ApiProperty({ type: RollingFigureAnswer, nullable: true, description: 'Log error over that of the last price' }) relative_log_error: RollingFigureAnswer | null;
  @ApiProperty({ type: RollingFigureAnswer, nullable: true, description: 'Share of prices inside the 80 % interval' }) coverage_80: RollingFigureAnswer | null;
}

export class DriftDayAnswer {
  @ApiProperty({ example: '2025-06-30' }) date: string;
  @ApiProperty({ example: 12 }) model_id: number;
  @verdict('Anything drifts') has_drift: boolean | null;
  @ApiProperty({ example: 0, description: 'Evaluated days in a row with drift, this one included' }) persistent_days: number;
  @ApiProperty({ description: 'What the model is fed with' }) inputs: GroupDriftAnswer;
  @ApiProperty({ description: 'What it says' }) predictions: GroupDriftAnswer;
  @ApiProperty({ description: 'How that turned out' }) skill: SkillDriftAnswer;
}

export class RetrainTriggerAnswer {
  @ApiProperty({ example: '2025-06-30' }) date: string;
  @ApiProperty({ enum: ['lost_skill', 'persistent_drift'] }) reason: string;
  @ApiProperty({ enum: ['open', 'cooldown', 'trained'], description: 'open: the next run trains; cooldown: nothing follows' }) outcome: string;
  @ApiProperty({ type: Number, nullable: true, example: 31 }) training_run_id: number | null;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'What the decision rests on', example: { persistent_days: 3 } }) evidence: unknown;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) recorded_at: string;
}

export class DriftAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ type: [DriftDayAnswer], description: 'Newest first' }) items: DriftDayAnswer[];
  @ApiProperty({ type: [RetrainTriggerAnswer], description: 'Trainings asked for out of turn, newest first' }) triggers: RetrainTriggerAnswer[];
}

export function toDriftAnswer({ game, reports, triggers }: DriftRecord): DriftAnswer {
  return { game, items: reports.map(toDayAnswer), triggers: triggers.map(toTriggerAnswer) };
}

function toDayAnswer({ day, modelVersionId, report, hasDrift, persistentDays }: StoredDriftReport): DriftDayAnswer {
  return {
    date: day,
    model_id: modelVersionId,
    has_drift: hasDrift,
    persistent_days: persistentDays,
    inputs: toGroupAnswer(report.inputs),
    predictions: toGroupAnswer(report.predictions),
    skill: toSkillAnswer(report.skill),
  };
}

function toGroupAnswer(group: WatchedGroup): GroupDriftAnswer {
  const drifting = group.variables.filter((one) => one.drifts).toSorted((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
  return {
    drifts: group.drifts,
    reason: group.reason,
    drifting_ratio: rounded(group.driftingShare),
    variables: group.variables.length,
    reference_blocks: group.referenceBlocks,
    current_days: group.currentDays.map(toDay),
    drifting: drifting.map((one) => ({
      name: one.name,
      since: one.since,
      psi: rounded(one.psi),
      wasserstein: rounded(one.wasserstein),
      jensen_shannon: rounded(one.jensenShannon),
      ks: rounded(one.ks),
      p_value: rounded(one.pValue),
    })),
  };
}

function toSkillAnswer(skill: SkillDrift): SkillDriftAnswer {
  return {
    drifts: skill.drifts,
    is_lost: skill.isLost,
    reason: skill.reason,
    days: skill.days,
    estimates: skill.rows,
    relative_log_error: toFigureAnswer(skill.relativeLogError),
    coverage_80: toFigureAnswer(skill.coverage80),
  };
}

function toFigureAnswer(figure: RollingFigure | null): RollingFigureAnswer | null {
  return figure && { value: figure.value, lower_95: figure.lower, upper_95: figure.upper, promised: figure.promised };
}

function toTriggerAnswer(trigger: RetrainTrigger): RetrainTriggerAnswer {
  return {
    date: trigger.day,
    reason: trigger.reason,
    outcome: trigger.outcome,
    training_run_id: trigger.trainingRunId,
    evidence: trigger.evidence,
    recorded_at: trigger.recordedAt.toISOString(),
  };
}
