import { Controller, Get, Module, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { PrometheusController, PrometheusModule } from '@willsoto/nestjs-prometheus';
import { register } from 'prom-client';
import { OpenToAll } from '../http/index.js';
import { AlertMetrics, alertMetricProviders } from './alert.metrics.js';
import { AuditMetrics, auditMetricProviders } from './audit.metrics.js';
import { CacheMetrics, cacheMetricProviders } from './cache.metrics.js';
import { DriftMetrics, driftMetricProviders } from './drift.metrics.js';
import { HttpMetrics, httpMetricProviders } from './http.metrics.js';
import { OutboundMetrics, outboundMetricProviders } from './outbound.metrics.js';
import { PredictionMetrics, predictionMetricProviders } from './prediction.metrics.js';
import { RedisMetrics, redisMetricProviders } from './redis.metrics.js';
import { ScheduleMetrics, scheduleMetricProviders } from './schedule.metrics.js';
import { QualityMetrics, qualityMetricProviders } from './quality.metrics.js';
import { SourceMetrics, sourceMetricProviders } from './source.metrics.js';
import { StandingMetrics } from './standing.metrics.js';
import { StageMetrics, stageMetricProviders } from './stage.metrics.js';
import { TrackingMetrics, trackingMetricProviders } from './tracking.metrics.js';

@Controller()
@SkipThrottle()
class MetricsController extends PrometheusController {
  @Get()
  @OpenToAll()
  @ApiExcludeEndpoint()
  override async index(@Res({ passthrough: true }) response: unknown): Promise<string> {
    return super.index(response);
  }
}

const METRICS = [SourceMetrics, HttpMetrics, StageMetrics, PredictionMetrics, DriftMetrics, OutboundMetrics, ScheduleMetrics, QualityMetrics, TrackingMetrics, AlertMetrics, AuditMetrics, RedisMetrics, StandingMetrics, CacheMetrics];

@Module({
  imports: [
    PrometheusModule.register({
      path: '/metrics',
      controller: MetricsController,
      // The registry belongs to the process; tests start more than one application in it.
      defaultMetrics: { enabled: register.getSingleMetric('process_cpu_user_seconds_total') === undefined },
    }),
  ],
  providers: [
    ...METRICS,
    ...httpMetricProviders,
    ...stageMetricProviders,
    ...predictionMetricProviders,
    ...driftMetricProviders,
    ...outboundMetricProviders,
    ...scheduleMetricProviders,
    ...qualityMetricProviders,
    ...trackingMetricProviders,
    ...alertMetricProviders,
    ...auditMetricProviders,
    ...sourceMetricProviders,
    ...redisMetricProviders,
    ...cacheMetricProviders,
  ],
  exports: METRICS,
})
export class MetricsModule {}
