#!/usr/bin/env node
// Writes k8s/base/prometheus-rule.yaml, for the Prometheus operator, from the rules in k8s/monitoring/alert-rules.yaml.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

const RULES = new URL('../k8s/monitoring/alert-rules.yaml', import.meta.url);
const RESOURCE = new URL('../k8s/base/prometheus-rule.yaml', import.meta.url);
const USAGE = `Usage: node scripts/prometheus-rule.mjs [--check]

Writes the rules of k8s/monitoring/alert-rules.yaml into k8s/base/prometheus-rule.yaml.

  --check   write nothing; exit 1 where the file is not what would be written

Example: node scripts/prometheus-rule.mjs`;

const options = process.argv.slice(2);
if (options.includes('--help')) {
  console.log(USAGE);
} else if (options.some((option) => option !== '--check')) {
  console.error(`There is no option ${options.find((option) => option !== '--check')}.\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  const resource = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'pokewatch' }, spec: parse(readFileSync(RULES, 'utf8')) };
  const text = `# Written by scripts/prometheus-rule.mjs from k8s/monitoring/alert-rules.yaml.\n${stringify(resource, { lineWidth: 0 })}`;
  if (!options.includes('--check')) writeFileSync(RESOURCE, text);
  else if (readFileSync(RESOURCE, 'utf8') !== text) {
    console.error('k8s/base/prometheus-rule.yaml is not what node scripts/prometheus-rule.mjs writes.');
    process.exitCode = 1;
  }
}
