import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { EVENT_KINDS, EVENT_STATES, type EventKind, type EventState, type TrackingEvent, type TrackingOverview } from '../../tracking/index.js';

export class TrackingQuery {
  @ApiPropertyOptional({ description: 'Events in this state only', enum: EVENT_STATES, example: 'failed' })
  @IsOptional()
  @IsIn(EVENT_STATES)
  state?: EventState;

  @ApiPropertyOptional({ description: 'How many events', example: 20, default: 20, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 20;
}

export class TrackingCount {
  @ApiProperty({ enum: EVENT_KINDS, example: 'model_version' }) kind: EventKind;
  @ApiProperty({ enum: EVENT_STATES, example: 'sent' }) state: EventState;
  @ApiProperty({ example: 8 }) events: number;
}

export class TrackingEventAnswer {
  @ApiProperty({ example: 12 }) id: number;
  @ApiProperty({ enum: EVENT_KINDS, example: 'model_version' }) kind: EventKind;
  @ApiProperty({ description: 'What has happened', example: 'model_version:7' }) key: string;
  @ApiProperty({ enum: EVENT_STATES, description: 'failed: refused, and would be again; dropped: there is nothing left to send', example: 'sent' }) state: EventState;
  @ApiProperty({ example: 1 }) attempts: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was not sent', example: null }) last_error: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:31:00.000Z' }) recorded_at: string;
  @ApiProperty({ type: String, format: 'date-time', example: null, nullable: true, description: 'When it is tried next; null where it is over' }) next_attempt_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2025-06-30T21:31:04.000Z' }) sent_at: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What the other side calls it: a run id, a version, a hash', example: '3' }) remote_id: string | null;
}

export class TrackingAnswer {
  @ApiProperty({ description: 'Whether MLFLOW_TRACKING_URI is set', example: true }) mlflow: boolean;
  @ApiProperty({ description: 'Whether DVC_REMOTE_URL is set', example: false }) dvc: boolean;
  @ApiProperty({ type: [TrackingCount] }) counts: TrackingCount[];
  @ApiProperty({ type: [TrackingEventAnswer] }) items: TrackingEventAnswer[];
}

export class ReplayAnswer {
  @ApiProperty({ description: 'Events that had failed and will be sent again', example: 3 }) replayed: number;
}

export function toTrackingAnswer(overview: TrackingOverview, events: readonly TrackingEvent[]): TrackingAnswer {
  return { mlflow: overview.mlflow, dvc: overview.dvc, counts: overview.counts.map((count) => ({ ...count })), items: events.map(toEventAnswer) };
}

function toEventAnswer(event: TrackingEvent): TrackingEventAnswer {
  return {
    id: event.id,
    kind: event.kind,
    key: event.key,
    state: event.state,
    attempts: event.attempts,
    last_error: event.lastError,
    recorded_at: event.recordedAt.toISOString(),
    next_attempt_at: event.state === 'pending' ? event.nextAttemptAt.toISOString() : null,
    sent_at: event.sentAt?.toISOString() ?? null,
    remote_id: event.remoteId,
  };
}
