/** What is read of a manifest; everything else is the schema's to judge. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string>; readonly namespace?: string };
  readonly spec?: any;
  readonly data?: Record<string, string>;
  readonly stringData?: unknown;
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly securityContext?: any;
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly lifecycle?: any;
  readonly [probe: string]: any;
}

interface Workload {
  readonly name: string;
  readonly manifest: Manifest;
  readonly pod: { readonly metadata?: { readonly labels?: Record<string, string> }; readonly spec: any };
  readonly containers: readonly Container[];
}

/** What the application has, for the manifests to agree with. */
export interface Application {
  readonly paths: readonly string[];
  readonly settings: readonly string[];
  readonly commands: readonly string[];
}

const PODS = ['Deployment', 'StatefulSet', 'Job', 'CronJob'];
const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];
/** Those of ingress-nginx that are used here; a name it does not know is silently nothing. */
const ANNOTATIONS = ['ssl-redirect', 'proxy-body-size', 'proxy-read-timeout', 'limit-rps', 'limit-rpm', 'limit-connections', 'limit-burst-multiplier'].map((name) => `nginx.ingress.kubernetes.io/${name}`);

export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests.filter(({ kind }) => PODS.includes(kind)).map((manifest) => {
    const pod = manifest.kind === 'CronJob' ? manifest.spec.jobTemplate.spec.template : manifest.spec.template;
    return { name: `${manifest.kind}/${manifest.metadata.name}`, manifest, pod, containers: [...(pod.spec.initContainers ?? []), ...pod.spec.containers] as Container[] };
  });
}

const matches = (selector: Record<string, string> | undefined, labels: Record<string, string> = {}): boolean =>
  selector !== undefined && Object.entries(selector).every(([key, value]) => labels[key] === value);

/** What Pod Security calls restricted, and a root that nobody writes to. */
export function security(manifests: readonly Manifest[]): string[] {
  const problems = workloadsOf(manifests).flatMap(({ name, pod, containers }) => {
    const of = pod.spec.securityContext ?? {};
    const checks: [boolean, string][] = [
      [of.runAsNonRoot === true && Number(of.runAsUser) > 0, 'securityContext.runAsNonRoot'],
      [of.seccompProfile?.type === 'RuntimeDefault', 'securityContext.seccompProfile'],
      [pod.spec.automountServiceAccountToken === false, 'automountServiceAccountToken'],
      ...containers.flatMap(({ name: container, securityContext: own = {} }): [boolean, string][] => [
        [own.allowPrivilegeEscalation === false, `${container}.allowPrivilegeEscalation`],
        [own.readOnlyRootFilesystem === true, `${container}.readOnlyRootFilesystem`],
        [JSON.stringify(own.capabilities?.drop) === '["ALL"]' && own.capabilities.add === undefined, `${container}.capabilities`],
      ]),
    ];
    return checks.filter(([isRight]) => !isRight).map(([, field]) => `${name}: ${field}`);
  });
  for (const { kind, metadata } of manifests) {
    if (kind === 'Namespace' && metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted') problems.push(`Namespace/${metadata.name}: pod-security.kubernetes.io/enforce`);
    if (kind === 'Secret') problems.push(`Secret/${metadata.name}: secrets come by reference`);
  }
  return problems;
}

/** Requests and limits of everything; of memory the same, or the node decides who is killed. */
export function resources(manifests: readonly Manifest[]): string[] {
  return workloadsOf(manifests).flatMap(({ name, containers }) =>
    containers.flatMap(({ name: container, resources: { requests = {}, limits = {} } = {} }) => [
      ...['cpu', 'memory'].filter((each) => requests[each] === undefined || limits[each] === undefined).map((each) => `${name}: ${container} has no ${each} request or limit`),
      ...(requests['memory'] === limits['memory'] ? [] : [`${name}: ${container} asks for ${requests['memory']} of memory and may take ${limits['memory']}`]),
    ]),
  );
}

export function images(manifests: readonly Manifest[]): string[] {
  return workloadsOf(manifests).flatMap(({ name, containers }) => containers.filter(({ image }) => !/@sha256:[0-9a-f]{64}$/.test(image)).map(({ image }) => `${name}: ${image} is no digest`));
}

/** Services, budgets and autoscalers are about pods that there are; ports have names that pods have. */
export function selectors(manifests: readonly Manifest[]): string[] {
  const workloads = workloadsOf(manifests);
  const podsOf = (selector: Record<string, string>): Workload[] => workloads.filter(({ pod }) => matches(selector, pod.metadata?.labels));
  return manifests.flatMap(({ kind, metadata, spec }) => {
    const name = `${kind}/${metadata.name}`;
    if (kind === 'Deployment' || kind === 'StatefulSet') return matches(spec.selector.matchLabels, spec.template.metadata.labels) ? [] : [`${name}: its selector is not of its pods`];
    if (kind === 'PodDisruptionBudget') return podsOf(spec.selector.matchLabels).length === 1 && spec.maxUnavailable >= 1 ? [] : [`${name}: it lets nobody go, or is about no pods`];
    if (kind !== 'Service' || metadata.name === 'nowhere') return [];
    const pods = podsOf(spec.selector);
    if (pods.length !== 1) return [`${name}: it selects ${pods.length} workloads`];
    const ports = pods[0]?.containers.flatMap((container) => container.ports ?? []).map((port) => port.name) ?? [];
    return spec.ports.filter((port: { targetPort: string }) => !ports.includes(port.targetPort)).map((port: { targetPort: string }) => `${name}: no pod has a port ${port.targetPort}`);
  });
}

export function scaling(manifests: readonly Manifest[]): string[] {
  return manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').flatMap(({ apiVersion, metadata, spec }) => {
    const name = `HorizontalPodAutoscaler/${metadata.name}`;
    const target = manifests.find(({ kind, metadata: of }) => kind === spec.scaleTargetRef.kind && of.name === spec.scaleTargetRef.name);
    const measured = spec.metrics.map((metric: any) => metric.resource?.name ?? metric.pods?.metric.name);
    const checks: [boolean, string][] = [
      [apiVersion === 'autoscaling/v2', 'it is not of autoscaling/v2'],
      [target !== undefined, 'it scales nothing that there is'],
      [target?.spec.replicas === undefined, 'its target names a number of replicas, which every apply would go back to'],
      [JSON.stringify(measured) === '["cpu","memory","pokewatch_http_requests_per_second"]', `it looks at ${measured.join(', ')}`],
      [spec.minReplicas < spec.maxReplicas, 'it cannot scale'],
      [spec.behavior?.scaleDown?.stabilizationWindowSeconds >= 300, 'it scales down at once'],
    ];
    return checks.filter(([isRight]) => !isRight).map(([, what]) => `${name}: ${what}`);
  });
}

/** Probes ask for what the application answers, and a pod has the time to end that it needs. */
export function lifecycle(manifests: readonly Manifest[], { paths }: Application): string[] {
  const settings = configOf(manifests);
  const drainSeconds = Number(settings['DRAIN_DELAY_SECONDS']) + Number(settings['DRAIN_DEADLINE_SECONDS']);
  return workloadsOf(manifests).filter(({ manifest }) => ['Deployment', 'StatefulSet'].includes(manifest.kind)).flatMap(({ name, pod, containers }) =>
    containers.flatMap((container) => {
      const problems = PROBES.flatMap((probe) => {
        const { path, port } = container[probe]?.httpGet ?? {};
        if (!paths.includes(path)) return [`${name}: ${probe} asks for ${path}`];
        return container.ports?.some(({ name: known }) => known === port) ? [] : [`${name}: ${probe} asks on port ${port}`];
      });
      const waitSeconds = Number(container.lifecycle?.preStop?.exec?.command?.[1]);
      if (!(pod.spec.terminationGracePeriodSeconds > waitSeconds + drainSeconds)) problems.push(`${name}: terminationGracePeriodSeconds ends it while it drains`);
      return problems;
    }),
  );
}

/** Settings and commands are those of the application; volumes are there; jobs do not run beside the scheduler inside. */
export function application(manifests: readonly Manifest[], { settings, commands }: Application): string[] {
  const problems = Object.keys(configOf(manifests)).filter((name) => !settings.includes(name)).map((name) => `ConfigMap: there is no setting ${name}`);
  for (const { name, manifest, pod, containers } of workloadsOf(manifests)) {
    const volumes = [...(pod.spec.volumes ?? []), ...(manifest.spec.volumeClaimTemplates ?? []).map((claim: Manifest) => claim.metadata)].map((volume: { name: string }) => volume.name);
    for (const { command = [], volumeMounts = [] } of containers) {
      if (command[1] === 'dist/src/cli.js' && !commands.includes(command[2] ?? '')) problems.push(`${name}: there is no command ${command[2]}`);
      problems.push(...volumeMounts.filter((mount) => !volumes.includes(mount.name)).map((mount) => `${name}: there is no volume ${mount.name}`));
    }
    if (manifest.kind !== 'CronJob') continue;
    if (manifest.spec.concurrencyPolicy !== 'Forbid' || manifest.spec.startingDeadlineSeconds === undefined) problems.push(`${name}: concurrencyPolicy, startingDeadlineSeconds`);
    if (configOf(manifests)['PIPELINE_SCHEDULE_ENABLED'] !== 'false') problems.push(`${name}: the scheduler inside runs, too`);
  }
  return problems;
}

/** Nothing in or out of any pod but what a policy says; TLS, and annotations that the controller knows. */
export function network(manifests: readonly Manifest[]): string[] {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const denies = policies.some(({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes.length === 2 && spec.ingress === undefined && spec.egress === undefined);
  const problems = denies ? [] : ['NetworkPolicy: nothing denies by default'];
  for (const { metadata, spec } of manifests.filter(({ kind }) => kind === 'Ingress')) {
    const name = `Ingress/${metadata.name}`;
    const unknown = Object.keys(metadata.annotations ?? {}).filter((key) => key.startsWith('nginx.') && !ANNOTATIONS.includes(key));
    problems.push(...unknown.map((key) => `${name}: ingress-nginx knows no ${key}`));
    const hosts = spec.rules.map((rule: { host: string }) => rule.host);
    const isPublic = hosts.some((host: string) => !host.endsWith('.localhost'));
    if (isPublic && JSON.stringify(spec.tls?.flatMap((tls: { hosts: string[] }) => tls.hosts)) !== JSON.stringify(hosts)) problems.push(`${name}: not every host has TLS`);
  }
  return problems;
}

export function configOf(manifests: readonly Manifest[]): Record<string, string> {
  return Object.assign({}, ...manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data ?? {})) as Record<string, string>;
}
