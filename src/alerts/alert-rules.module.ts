import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CollectionModule } from '../collection/index.js';
import { ServingModule } from '../serving/index.js';
import { AlertRuleRepository } from './alert-rule.repository.js';
import { AlertRules } from './alert-rules.js';
import { AlertsModule } from './alerts.module.js';
import { AlertRulesController } from './http/alert-rules.controller.js';
import { RuleEvaluation } from './rule-evaluation.js';

/** What people wait for: rules over cards, and what was found of them. Their messages go through the outbox of {@link AlertsModule}. */
@Module({
  imports: [AlertsModule, AuthModule, CollectionModule, ServingModule],
  controllers: [AlertRulesController],
  providers: [AlertRuleRepository, AlertRules, RuleEvaluation],
  exports: [RuleEvaluation],
})
export class AlertRulesModule {}
