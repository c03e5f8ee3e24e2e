import { ApiProperty } from '@nestjs/swagger';

/** The process answers. */
export class LiveAnswer {
  @ApiProperty({ enum: ['ok'], example: 'ok' }) status: string;
}

const checks = (description: string) =>
  ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: true, properties: { status: { type: 'string', enum: ['up', 'down'], example: 'up' } }, required: ['status'] },
    description,
    example: { database: { status: 'up' }, data: { status: 'up', evaluated_through: '2025-06-30', age_days: 1 } },
  });

/** Requests can be answered. */
export class ReadyAnswer {
  @ApiProperty({ enum: ['ok'], example: 'ok' }) status: string;
  @checks('Checks that hold') info: object;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Checks that do not: none, or the answer would be 503', example: {} }) error: object;
  @checks('All of them') details: object;
}
