#!/usr/bin/env bash
# Proves that every architecture rule can fail: append a bad import for each, expect that rule's name for that file, restore.
# Run from the repository root. Exit 1 if a rule stays silent. A room that is not built yet is probed with a file of its own.
set -euo pipefail
cruise() {
  local folders=(src migrations clients)
  [ ! -d web ] || folders+=(web)
  npx depcruise "${folders[@]}" --config .dependency-cruiser.cjs 2>&1 || true
}
cruise | grep -q 'no dependency violations' || { echo 'tree is not clean to start with'; cruise; exit 1; }
kept=$(mktemp -d)
restore() {
  local file
  while read -r file; do
    if [ -f "$kept/$file" ]; then cp "$kept/$file" "$file"; else rm -f "$file"; rmdir -p --ignore-fail-on-non-empty "$(dirname "$file")"; fi
  done < <(sort -u "$kept/files")
  rm -rf "$kept"
}
trap restore EXIT
: > "$kept/files"
probe() { # file, rule, bad line
  if [ -f "$1" ] && ! grep -qxF "$1" "$kept/files"; then mkdir -p "$kept/$(dirname "$1")"; cp "$1" "$kept/$1"; fi
  mkdir -p "$(dirname "$1")"
  echo "$1" >> "$kept/files"
  echo "$2 $1" >> "$kept/probes"
  printf '%s\n' "$3" >> "$1"
}
probe src/features/features.stage.ts         direction-features           'import { ServingModule as zz } from "../serving/index.js"; export const q = zz;'
probe src/ingestion/collect.stage.ts         direction-ingestion          'import { FeaturesModule as zz } from "../features/index.js"; export const q = zz;'
probe src/ingestion/collect.stage.ts         no-circular                  'import { FeaturesModule as zz } from "../features/index.js"; export const q = zz;'
probe src/modelling/estimate.stage.ts        direction-modelling          'import { IngestionModule as zz } from "../ingestion/index.js"; export const q = zz;'
probe src/serving/signal.stage.ts            direction-serving            'import { FeaturesModule as zz } from "../features/index.js"; export const q = zz;'
probe src/collection/probe.ts                direction-collection         'import { ModellingModule as zz } from "../modelling/index.js"; export const q = zz;'
probe src/alerts/probe.ts                    direction-alerts             'import { ModellingModule as zz } from "../modelling/index.js"; export const q = zz;'
probe src/pipeline/pipeline.ts               direction-pipeline           'import { HealthModule as zz } from "../health/index.js"; export const q = zz;'
probe src/health/health.module.ts            direction-health             'import { IngestionModule as zz } from "../ingestion/index.js"; export const q = zz;'
probe src/tracing/in-span.ts               direction-tracing            'import { HttpMetrics as zz } from "../metrics/index.js"; export const q = zz;'
probe src/monitoring/standing-loop.ts        direction-monitoring         'import { HealthModule as zz } from "../health/index.js"; export const q = zz;'
probe src/auth/auth.module.ts                direction-auth               'import { IngestionModule as zz } from "../ingestion/index.js"; export const q = zz;'
probe src/metrics/metrics.module.ts          direction-metrics            'import { IngestionModule as zz } from "../ingestion/index.js"; export const q = zz;'
probe src/http/problem.ts                    direction-http               'import { IngestionModule as zz } from "../ingestion/index.js"; export const q = zz;'
probe src/lab/lab.ts                          direction-lab                'import { IngestionModule as zz } from "../ingestion/index.js"; export const q = zz;'
probe src/features/features.stage.ts         front-door-only              'import { ObservationEntity as zz } from "../ingestion/observation.entity.js"; export const q = zz;'
probe src/modelling/domain/naive.ts          front-door-only              'import type { FeatureRows as ZZ } from "../../features/domain/compute-feature-rows.js"; export type Q = ZZ;'
probe src/database/data-source.ts            base-stays-below             'import { ObservationEntity as zz } from "../ingestion/observation.entity.js"; export const q = zz;'
probe src/main.ts                            root-uses-front-doors        'import { ObservationEntity as zz } from "./ingestion/observation.entity.js"; export const q = zz;'
probe src/cli/run.command.ts                 root-uses-front-doors        'import { ObservationEntity as zz } from "../ingestion/observation.entity.js"; export const q = zz;'
probe src/features/features.stage.ts         no-back-door                 "import { FeaturesModule as zz } from \"./index.js\"; export const q = zz;"
probe src/features/domain/feature-set.ts     domain-is-pure               'import { Injectable as zz } from "@nestjs/common"; export const q = zz;'
probe src/features/domain/feature-set.ts     domain-is-pure               'import { readFileSync as zz } from "node:fs"; export const q = zz;'
probe src/features/domain/feature-set.ts     domain-is-pure               'import { readConfig as zz } from "../../config/config.js"; export const q = zz;'
probe src/features/domain/feature-set.ts     domain-is-pure               'import { FeatureRowEntity as zz } from "../feature-row.entity.js"; export const q = zz;'
probe src/shared/day.ts                      domain-is-pure               'import { FeatureRowEntity as zz } from "../features/feature-row.entity.js"; export const q = zz;'
probe src/gbdt/tree.ts                       gbdt-stands-alone            'import { parseDay as zz } from "../shared/day.js"; export const q = zz;'
probe src/gbdt/threads/index.ts              gbdt-stands-alone            'import { Injectable as zz } from "@nestjs/common"; export const q = zz;'
probe src/gbdt/tree.ts                       gbdt-is-pure                 'import { Worker as zz } from "node:worker_threads"; export const q = zz;'
probe src/modelling/domain/naive.ts          gbdt-front-doors             'import { mulberry32 as zz } from "../../gbdt/random.js"; export const q = zz;'
probe src/modelling/domain/naive.ts          domain-is-pure               'import { startThreadTeam as zz } from "../../gbdt/threads/index.js"; export const q = zz;'
probe src/features/domain/feature-set.ts     gbdt-serves-modelling        'import { binColumns as zz } from "../../gbdt/index.js"; export const q = zz;'
probe src/features/features.stage.ts         typeorm-stays-in-persistence 'import { Repository as zz } from "typeorm"; export const q = zz;'
probe src/features/features.stage.ts         http-stays-in-clients        'import { request as zz } from "node:https"; export const q = zz;'
probe src/auth/request-limits.ts             redis-stays-home             'import { Redis as zz } from "ioredis"; export const q = zz;'
probe src/redis/redis-connection.ts          direction-redis              'import { AuthModule as zz } from "../auth/index.js"; export const q = zz;'
probe src/serving/http/signals.controller.ts controllers-do-not-query     'import { SignalRepository as zz } from "../signal.repository.js"; export const q = zz;'
probe src/features/index.ts                  repositories-stay-home       'export { FeatureRowRepository } from "./feature-row.repository.js";'
probe src/main.ts                            not-to-spec                  'import "./shared/day.spec.js";'
probe src/main.ts                            no-dev-deps                  'import { it as zz } from "vitest"; export const q = zz;'
probe web/src/probe.ts                       web-is-a-client              'import { FeatureRowEntity as zz } from "../../src/features/feature-row.entity.js"; export const q = zz;'
probe clients/typescript/src/lines.ts         client-stands-alone          'import { parseDay as zz } from "../../../src/shared/day.js"; export const q = zz;'
probe clients/typescript/src/lines.ts         client-stands-alone          'import { setTimeout as zz } from "node:timers/promises"; export const q = zz;'
probe src/main.ts                            service-knows-no-client      'import { createClient as zz } from "../clients/typescript/src/index.js"; export const q = zz;'
probe src/features/lonely.ts                 no-orphans                   'export const lonely = 1;'
found=$(cruise)
missed=0
while read -r times rule file; do
  # A circle is told of wherever it is entered.
  if [ "$rule" = no-circular ]; then what="error $rule:"; else what="error $rule: $file"; fi
  if [ "$(grep -cF "$what" <<< "$found")" -ge "$times" ]; then echo "ok    $rule"; else echo "MISS  $rule  ($file)"; missed=1; fi
done < <(sort "$kept/probes" | uniq -c)
exit $missed
