import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environmentSchema } from '../../src/config/schema.js';

interface Service {
  image?: string;
  build?: string;
  profiles?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  restart?: string;
  depends_on?: Record<string, unknown>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const { services, volumes } = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const all = Object.entries(services);

describe('docker-compose.yml', () => {
  it('starts the application with its Postgres, and the rest by profile', () => {
    const profiles = Object.fromEntries(all.map(([name, { profiles: of = [] }]) => [name, of.join()]));
    expect(profiles).toEqual({ app: '', postgres: '', worker: 'worker', redis: 'redis', prometheus: 'monitoring', alertmanager: 'monitoring', grafana: 'monitoring', lab: 'lab' });
  });

  it.each(all)('%s is started again, has no port open to others, and a version that is said', (_, service) => {
    expect(service.restart).toBe('unless-stopped');
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    if (service.build === undefined) expect(service.image).toMatch(/:v?\d+\.\d+/);
    else expect(service.image).toBe('pokewatch');
  });

  it.each(all.filter(([name]) => name !== 'postgres'))('%s has no capability and a root that nobody writes to', (_, service) => {
    expect([service.read_only, service.cap_drop]).toEqual([true, ['ALL']]);
  });

  it('gives the application settings that there are, and mounts what there is', () => {
    const known = Object.keys(environmentSchema.shape);
    for (const name of ['app', 'worker']) expect(Object.keys(services[name]?.environment ?? {}).filter((setting) => !known.includes(setting))).toEqual([]);
    for (const mount of all.flatMap(([, service]) => service.volumes ?? [])) {
      const [from = ''] = mount.split(':');
      if (from.startsWith('./')) expect(existsSync(from), from).toBe(true);
      else if (!from.startsWith('$')) expect(volumes).toHaveProperty(from);
    }
  });

  it('holds no secret', () => {
    for (const [, { environment = {} }] of all) {
      for (const [name, value] of Object.entries(environment)) if (/PASSWORD|KEY|SECRET|TOKEN/.test(name)) expect(value, name).toMatch(/^\$\{/);
    }
    expect(text).not.toMatch(/:\/\/\w+:(?!\$\{)[^@\s]+@/);
  });
});
