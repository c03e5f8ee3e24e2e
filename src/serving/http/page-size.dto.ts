import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** What every list takes. */
export class PageSize {
  @ApiPropertyOptional({ example: 50, default: 50, maximum: 200 })
  @Transform(({ value }) => (value === undefined ? 50 : Number(value)))
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}
