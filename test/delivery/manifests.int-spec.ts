import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { environmentSchema } from '../../src/config/schema.js';
import { isOnPath } from '../support/on-path.js';
import { application, type Application, images, lifecycle, type Manifest, network, resources, scaling, security, selectors } from './manifest-rules.js';
import { schemaProblems } from './manifest-types.js';

const OVERLAYS = ['dev', 'staging', 'production', 'external-schedule'];
const known: Application = {
  paths: [...readFileSync('src/health/health.controller.ts', 'utf8').matchAll(/@Get\('(\w+)'\)/g)].map(([, path]) => `/${path}`),
  settings: Object.keys(environmentSchema.shape),
  commands: readdirSync('src/cli').flatMap((file) => [...readFileSync(join('src/cli', file), 'utf8').matchAll(/return new Command\('([\w-]+)'\)/g)].map(([, name = '']) => name)),
};
const read = (text: string): Manifest[] => parseAllDocuments(text).map((document) => document.toJS() as Manifest);

describe.skipIf(!isOnPath('kubectl'))('the manifests, as kustomize builds them', () => {
  let folder: string;
  const built = new Map<string, Manifest[]>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
    // As its first line tells an operator to add it.
    cpSync('k8s', folder, { recursive: true });
    appendFileSync(join(folder, 'overlays/production/kustomization.yaml'), '\ncomponents: [../../components/external-schedule]\n');
    for (const overlay of OVERLAYS) {
      const path = overlay === 'external-schedule' ? join(folder, 'overlays/production') : `k8s/overlays/${overlay}`;
      built.set(overlay, read(execFileSync('kubectl', ['kustomize', path], { encoding: 'utf8' })));
    }
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const of = (overlay: string): Manifest[] => built.get(overlay) ?? [];

  it.each(OVERLAYS)('%s fits the schemas of Kubernetes, unknown fields included', (overlay) => {
    expect(of(overlay).length).toBeGreaterThan(15);
    expect(schemaProblems(of(overlay))).toEqual([]);
  }, 60_000);

  it.each(OVERLAYS)('%s is secure, bounded, and agrees with itself and with the application', (overlay) => {
    const manifests = of(overlay);
    expect(known.paths).toEqual(expect.arrayContaining(['/livez', '/readyz', '/startupz']));
    expect([security, resources, selectors, scaling, network].flatMap((rule) => rule(manifests))).toEqual([]);
    expect([lifecycle, application].flatMap((rule) => rule(manifests, known))).toEqual([]);
  });

  it.each(['staging', 'production', 'external-schedule'])('%s names its images by digest', (overlay) => {
    expect(images(of(overlay))).toEqual([]);
  });

  it('finds the example of where secrets come from right, too', () => {
    expect(schemaProblems(read(readFileSync('k8s/base/external-secret.example.yaml', 'utf8')))).toEqual([]);
  });

  /** Each rule meets a manifest that it must not let through. */
  const deployment = (change: (spec: any) => void): Manifest[] => of('production').map((manifest) => {
    const copy = structuredClone(manifest);
    if (copy.kind === 'Deployment') change(copy.spec);
    return copy;
  });
  const changed = (kind: string, change: (manifest: any) => void): Manifest[] => of('production').map((manifest) => {
    const copy = structuredClone(manifest);
    if (copy.kind === kind) change(copy);
    return copy;
  });
  const container = (spec: any) => spec.template.spec.containers[0];

  it.each<[string, () => string[]]>([
    ['a field that there is not', () => schemaProblems(deployment((spec) => (container(spec).port = [])))],
    ['a number that is text', () => schemaProblems(deployment((spec) => (spec.revisionHistoryLimit = '5')))],
    ['a kind that nobody knows', () => schemaProblems([{ apiVersion: 'x/v1', kind: 'Y', metadata: { name: 'z' } }])],
    ['a root that is written to', () => security(deployment((spec) => (container(spec).securityContext.readOnlyRootFilesystem = false)))],
    ['a capability', () => security(deployment((spec) => (container(spec).securityContext.capabilities.add = ['NET_ADMIN'])))],
    ['root', () => security(deployment((spec) => (spec.template.spec.securityContext.runAsUser = 0)))],
    ['a secret in a file', () => security([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }])],
    ['no limit', () => resources(deployment((spec) => delete container(spec).resources.limits.cpu))],
    ['more memory than was asked for', () => resources(deployment((spec) => (container(spec).resources.limits.memory = '1Gi')))],
    ['an image by tag', () => images(deployment((spec) => (container(spec).image = 'pokewatch:latest')))],
    ['a service without pods', () => selectors(changed('Service', (service) => (service.spec.selector = { app: 'other' })))],
    ['a port that no pod has', () => selectors(changed('Service', (service) => (service.spec.ports[0].targetPort = 'https')))],
    ['a budget that lets nobody go', () => selectors(changed('PodDisruptionBudget', (budget) => (budget.spec.maxUnavailable = 0)))],
    ['replicas beside an autoscaler', () => scaling(deployment((spec) => (spec.replicas = 3)))],
    ['a probe of a path that is not there', () => lifecycle(deployment((spec) => (container(spec).readinessProbe.httpGet.path = '/ready')), known)],
    ['too little time to end', () => lifecycle(deployment((spec) => (spec.template.spec.terminationGracePeriodSeconds = 30)), known)],
    ['a setting that there is not', () => application(changed('ConfigMap', (map) => (map.data.LOG_LEVELL = 'x')), known)],
    ['a command that there is not', () => application(changed('Job', (job) => (job.spec.template.spec.containers[0].command = ['node', 'dist/src/cli.js', 'upgrade'])), known)],
    ['a volume that there is not', () => application(deployment((spec) => (spec.template.spec.volumes = [])), known)],
    ['two schedulers', () => application(of('external-schedule').filter(({ kind }) => kind !== 'ConfigMap'), known)],
    ['open by default', () => network(of('production').filter(({ metadata }) => metadata.name !== 'default-deny'))],
    ['an annotation that is none', () => network(changed('Ingress', (ingress) => (ingress.metadata.annotations['nginx.ingress.kubernetes.io/rate-limit'] = '5')))],
    ['a host without TLS', () => network(changed('Ingress', (ingress) => delete ingress.spec.tls))],
  ])('finds %s', (_, problems) => {
    expect(problems().length).toBeGreaterThan(0);
  }, 60_000);

  it('names in no file of k8s/ a secret with values', () => {
    for (const file of readdirSync('k8s', { recursive: true }) as string[]) {
      if (!/\.ya?ml$/.test(file) || file.includes('test')) continue;
      for (const document of parseAllDocuments(readFileSync(join('k8s', file), 'utf8'))) expect((parse(String(document)) as Manifest | null)?.kind, file).not.toBe('Secret');
    }
  });
});
