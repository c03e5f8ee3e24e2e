import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { freePort } from './free-port.js';
import { isOnPath } from './on-path.js';

const FOLDER = 'k8s/monitoring';
const START_MS = 20_000;

/** A bare machine has neither: tests that need them are skipped there. */
export const hasWatchers = isOnPath('prometheus') && isOnPath('prometheus-alertmanager');

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface Watchers {
  /** Instant vector of a query. */
  query(expression: string): Promise<Series[]>;
  /** Names of the alerts in a state. */
  alerts(state: 'firing' | 'pending'): Promise<string[]>;
  close(): Promise<void>;
}

export interface WatchRequest {
  readonly folder: string;
  /** host:port of what is scraped. */
  readonly targets: readonly string[];
  readonly slackUrl: string;
  /** Alerts that need not hold for long before they fire. */
  readonly atOnce: readonly string[];
}

interface RuleFile {
  groups: { rules: { alert?: string; for?: string }[] }[];
}

/** A real Prometheus and a real Alertmanager with the rules and routes of the project, scraping once a second. */
export async function startWatchers({ folder, targets, slackUrl, atOnce }: WatchRequest): Promise<Watchers> {
  const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
  await mkdir(folder, { recursive: true });
  const read = async <T>(file: string): Promise<T> => parse(await readFile(join(FOLDER, file), 'utf8')) as T;
  const write = (file: string, content: unknown) => writeFile(join(folder, file), typeof content === 'string' ? content : stringify(content));

  const rules = await read<RuleFile>('alert-rules.yaml');
  for (const rule of rules.groups.flatMap((group) => group.rules)) if (rule.alert && atOnce.includes(rule.alert)) rule.for = '1s';
  await write('alert-rules.yaml', rules);
  const prometheus = await read<Record<string, unknown>>('prometheus.yaml');
  await write('prometheus.yaml', {
    ...prometheus,
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    scrape_configs: [{ job_name: 'pokewatch', static_configs: [{ targets: [...targets] }] }],
  });
  await write('slack-url', slackUrl);
  const alertmanager = await readFile(join(FOLDER, 'alertmanager.yaml'), 'utf8');
  await write('alertmanager.yaml', alertmanager.replace('/etc/alertmanager/slack-url', join(folder, 'slack-url')).replace('group_wait: 30s', 'group_wait: 1s').replace('group_interval: 5m', 'group_interval: 1s'));

  const children = [
    run('prometheus-alertmanager', [`--config.file=${folder}/alertmanager.yaml`, `--storage.path=${folder}/alertmanager`, `--web.listen-address=127.0.0.1:${alertmanagerPort}`, '--cluster.listen-address=']),
    run('prometheus', [`--config.file=${folder}/prometheus.yaml`, `--storage.tsdb.path=${folder}/prometheus`, `--web.listen-address=127.0.0.1:${prometheusPort}`]),
  ];
  const url = `http://127.0.0.1:${prometheusPort}`;
  const query = async (expression: string): Promise<Series[]> => {
    const answer = (await (await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expression }) })).json()) as { status: string; error?: string; data: { result: Series[] } };
    if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
    return answer.data.result;
  };
  const close = async (): Promise<void> => void (await Promise.all(children.map(end)));
  try {
    await Promise.all([until(`${url}/-/ready`), until(`http://127.0.0.1:${alertmanagerPort}/-/ready`)]);
  } catch (error) {
    await close();
    throw error;
  }
  return { query, close, alerts: async (state) => (await query(`ALERTS{alertstate="${state}"}`)).map(({ metric }) => metric['alertname'] ?? '') };
}

function run(program: string, args: string[]): ChildProcess {
  return spawn(program, [...args, '--log.level=error'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function until(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await fetch(url).then(({ ok }) => ok, () => false))) {
    if (Date.now() > deadline) throw new Error(`${url} is not ready after ${START_MS} ms`);
    await sleep(100);
  }
}
