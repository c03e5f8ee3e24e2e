import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { AuditLog } from '../audit-log.js';
import { AuditListAnswer, AuditListQuery, toAuditEntryAnswer } from './audit.dto.js';

@ApiTags('admin')
@Controller('v1/admin/audit')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @Endpoint({
    summary: 'Who changed what, the newest first',
    description: 'Every request to a call for `write` or `admin` that is not a GET and got past the keys, whatever came of it, and every change of a key at the command line.',
    scope: 'admin',
    response: AuditListAnswer,
  })
  async listAudit(@Query() { actor, operation, since, limit, cursor }: AuditListQuery): Promise<AuditListAnswer> {
    const { entries, nextCursor } = await this.audit.page({ actor, operation, since, limit, before: cursor });
    return { items: entries.map(toAuditEntryAnswer), next_cursor: nextCursor?.toString() ?? null };
  }
}
