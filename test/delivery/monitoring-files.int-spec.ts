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

describe.skipIf(!isOnPath('promtool') || !isOnPath('amtool'))('promtool and amtool', () => {
  it('take the rules, and every alert fires and is silent as its tests say', async () => {
    expect(await run('promtool', 'check', 'rules', 'k8s/monitoring/alert-rules.yaml')).toMatchObject({ code: 0, output: expect.stringMatching(/SUCCESS: \d+ rules found/) });
    const tests = await run('promtool', 'test', 'rules', 'k8s/monitoring/alert-rules.test.yaml');
    expect(tests, tests.output).toMatchObject({ code: 0, output: expect.stringContaining('SUCCESS') });
  }, 120_000);

  it('take the settings of Prometheus and of Alertmanager', async () => {
    expect(await run('promtool', 'check', 'config', 'k8s/monitoring/prometheus.yaml')).toMatchObject({ code: 0 });
    expect(await run('amtool', 'check-config', 'k8s/monitoring/alertmanager.yaml')).toMatchObject({ code: 0 });
  });
});
