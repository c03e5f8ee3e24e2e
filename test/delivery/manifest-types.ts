import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest } from './manifest-rules.js';

/** Where the types of Kubernetes' own kinds are. Those of operators have none there. */
const MODULES: Readonly<Record<string, string>> = {
  'v1/Namespace': 'v1', 'v1/ServiceAccount': 'v1', 'v1/Service': 'v1', 'v1/ConfigMap': 'v1', 'apps/v1/Deployment': 'apps/v1', 'apps/v1/StatefulSet': 'apps/v1', 'batch/v1/Job': 'batch/v1',
  'batch/v1/CronJob': 'batch/v1', 'networking.k8s.io/v1/Ingress': 'networking.k8s.io/v1', 'networking.k8s.io/v1/NetworkPolicy': 'networking.k8s.io/v1',
  'autoscaling/v2/HorizontalPodAutoscaler': 'autoscaling/v2', 'policy/v1/PodDisruptionBudget': 'policy/v1',
};
/** Kinds of operators, and the fields of their specs without which they do nothing. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  'monitoring.coreos.com/v1/ServiceMonitor': ['selector', 'endpoints'],
  'monitoring.coreos.com/v1/PrometheusRule': ['groups'],
  'external-secrets.io/v1/ExternalSecret': ['secretStoreRef', 'target', 'data'],
};

/**
 * What does not fit the schemas of Kubernetes: each manifest becomes a typed literal and is compiled, which also finds fields that there are not (`port:` for
 * `ports:`), as Kubernetes would with strict validation.
 */
export function schemaProblems(manifests: readonly Manifest[]): string[] {
  const typed = manifests.filter((manifest) => MODULES[kindOf(manifest)] !== undefined);
  const source = typed
    .map((manifest, i) => `import type { I${manifest.kind} as T${i} } from 'kubernetes-models/${MODULES[kindOf(manifest)]}';\nexport const x${i}: T${i} = ${JSON.stringify(manifest)};`)
    .join('\n');
  return [...compile(source), ...manifests.filter((manifest) => !typed.includes(manifest)).flatMap(ofOperator)];
}

const kindOf = ({ apiVersion, kind }: Manifest): string => `${apiVersion}/${kind}`;

function ofOperator(manifest: Manifest): string[] {
  const fields = OPERATORS[kindOf(manifest)];
  if (fields === undefined) return [`${kindOf(manifest)}: no schema is known`];
  return fields.filter((field) => manifest.spec?.[field] === undefined).map((field) => `${manifest.kind}/${manifest.metadata.name}: spec.${field} is missing`);
}

function compile(source: string): string[] {
  // It lies where its imports are found, and nowhere on disk.
  const file = join(process.cwd(), 'manifest-check.ts');
  const options: ts.CompilerOptions = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest));
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300));
}
