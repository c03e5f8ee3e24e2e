import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isOnPath } from '../support/on-path.js';

const run = (program: string, ...args: string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr }));
  });

describe('what is written for Grafana and for the Prometheus operator', () => {
  it.each(['dashboards', 'prometheus-rule'])('is what scripts/%s.mjs writes', async (name) => {
    expect(await run(process.execPath, `scripts/${name}.mjs`, '--check')).toEqual({ code: 0, output: '' });
    expect(await run(process.execPath, `scripts/${name}.mjs`, '--nothing')).toMatchObject({ code: 2 });
  });
});

/** The rules, and their tests, are what docs/monitoring.md says to run: runnable-docs.int-spec.ts does. */
describe.skipIf(!isOnPath('promtool') || !isOnPath('amtool'))('promtool and amtool', () => {
  it('take the settings of Prometheus and of Alertmanager', async () => {
    expect(await run('promtool', 'check', 'config', 'k8s/monitoring/prometheus.yaml')).toMatchObject({ code: 0 });
    expect(await run('amtool', 'check-config', 'k8s/monitoring/alertmanager.yaml')).toMatchObject({ code: 0 });
  });
});
