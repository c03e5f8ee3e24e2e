import { Controller, Get, HttpCode } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import { OpenToAll, ProblemResponse } from '../http/index.js';
import { LiveAnswer, ReadyAnswer } from './health.dto.js';
import { NotReady } from './not-ready.js';
import { Readiness } from './readiness.js';

const NotReadyResponse = () => ProblemResponse(503, 'Not ready (`not_ready`): `checks` says what of');

/** Probes. Open, not throttled, and only /readyz and /startupz ask anybody else. */
@ApiTags('health')
@OpenToAll()
@SkipThrottle()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
  ) {}

  @Get('livez')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether the process answers; a database that is down is no reason to restart it' })
  @ApiOkResponse({ type: LiveAnswer })
  live(): LiveAnswer {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'Whether requests can be answered: 503 while the database is away or not migrated, and before the process stops' })
  @ApiOkResponse({ type: ReadyAnswer })
  @NotReadyResponse()
  async ready(): Promise<HealthCheckResult> {
    return this.check();
  }

  @Get('startupz')
  @ApiOperation({ summary: 'Whether the process has started: as /readyz, for a startup probe' })
  @ApiOkResponse({ type: ReadyAnswer })
  @NotReadyResponse()
  async started(): Promise<HealthCheckResult> {
    return this.check();
  }

  private async check(): Promise<HealthCheckResult> {
    try {
      const checks = [() => this.readiness.database(), () => this.readiness.freshness(), () => this.readiness.redis()];
      return await this.health.check(this.readiness.isDraining() ? [() => this.readiness.draining(), ...checks] : checks);
    } catch (error) {
      throw NotReady.from(error);
    }
  }
}
