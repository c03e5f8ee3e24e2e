import { Catalogue1793491200000 } from './1793491200000-catalogue.js';
import { Sources1793491201000 } from './1793491201000-sources.js';
import { MonthPartitions1793491202000 } from './1793491202000-month-partitions.js';
import { Observations1793491203000 } from './1793491203000-observations.js';
import { Features1793491204000 } from './1793491204000-features.js';
import { Modelling1793491205000 } from './1793491205000-modelling.js';
import { Signals1793491206000 } from './1793491206000-signals.js';
import { Runs1793491207000 } from './1793491207000-runs.js';
import { ApiKeys1793491208000 } from './1793491208000-api-keys.js';
import { PredictionOutcomes1793491209000 } from './1793491209000-prediction-outcomes.js';
import { ModelAliases1793491210000 } from './1793491210000-model-aliases.js';
import { PredictionDayRecords1793491210100 } from './1793491210100-prediction-day-records.js';
import { Experiments1793491211000 } from './1793491211000-experiments.js';
import { SignalSince1793491212000 } from './1793491212000-signal-since.js';
import { Drift1793491213000 } from './1793491213000-drift.js';
import { Companions1793491215000 } from './1793491215000-companions.js';
import { OutboundCredits1793491216000 } from './1793491216000-outbound-credits.js';
import { RunControl1793491217000 } from './1793491217000-run-control.js';
import { Alerts1793491218000 } from './1793491218000-alerts.js';
import { PriceFlags1793491219000 } from './1793491219000-price-flags.js';
import { ExpectationResults1793491219100 } from './1793491219100-expectation-results.js';
import { Tracking1793491220000 } from './1793491220000-tracking.js';
import { Schedules1793491221000 } from './1793491221000-schedules.js';
import { RunProvenance1793491222000 } from './1793491222000-run-provenance.js';
import { StepCache1793491222100 } from './1793491222100-step-cache.js';
import { LiveCollection1793491223000 } from './1793491223000-live-collection.js';
import { Identity1793491224000 } from './1793491224000-identity.js';
import { Freshness1793491225000 } from './1793491225000-freshness.js';
import { FairValueKind1793491226000 } from './1793491226000-fair-value-kind.js';
import { KeyLimits1793491230000 } from './1793491230000-key-limits.js';
import { Audit1793491230100 } from './1793491230100-audit.js';
import { ApiUsage1793491230200 } from './1793491230200-api-usage.js';
import { IdempotentRequests1793491231000 } from './1793491231000-idempotent-requests.js';
import { WebhookEvents1793491231100 } from './1793491231100-webhook-events.js';
import { SignalRevision1793491232000 } from './1793491232000-signal-revision.js';
import { Sessions1793491240000 } from './1793491240000-sessions.js';
import { Collection1793491250000 } from './1793491250000-collection.js';
import { AlertRules1793491260000 } from './1793491260000-alert-rules.js';

/** In the order they run. A new one goes at the end; an old one is never changed. */
export const migrations = [
  Catalogue1793491200000,
  Sources1793491201000,
  MonthPartitions1793491202000,
  Observations1793491203000,
  Features1793491204000,
  Modelling1793491205000,
  Signals1793491206000,
  Runs1793491207000,
  ApiKeys1793491208000,
  PredictionOutcomes1793491209000,
  ModelAliases1793491210000,
  PredictionDayRecords1793491210100,
  Experiments1793491211000,
  SignalSince1793491212000,
  Drift1793491213000,
  Companions1793491215000,
  OutboundCredits1793491216000,
  RunControl1793491217000,
  Alerts1793491218000,
  PriceFlags1793491219000,
  ExpectationResults1793491219100,
  Tracking1793491220000,
  Schedules1793491221000,
  RunProvenance1793491222000,
  StepCache1793491222100,
  LiveCollection1793491223000,
  Identity1793491224000,
  Freshness1793491225000,
  FairValueKind1793491226000,
  KeyLimits1793491230000,
  Audit1793491230100,
  ApiUsage1793491230200,
  IdempotentRequests1793491231000,
  WebhookEvents1793491231100,
  SignalRevision1793491232000,
  Sessions1793491240000,
  Collection1793491250000,
  AlertRules1793491260000,
];
