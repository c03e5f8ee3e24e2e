import { yamlText } from './yaml-text.js';

/** Something DVC keeps outside of Git: a file or a directory. */
export interface DvcOutput {
  /** MD5; of a directory with `.dir` behind it. */
  readonly hash: string;
  /** Of a directory the sum of its files. */
  readonly sizeBytes: number;
  /** How many files; of directories only. */
  readonly fileCount?: number;
  /** Beside the file that names it; in `dvc.lock` below the folder of that. */
  readonly path: string;
}

/** The content of `<name>.dvc`: what `dvc add` writes (DVC 3 and later). */
export function dvcFileText(output: DvcOutput): string {
  const files = output.fileCount === undefined ? [] : [`  nfiles: ${output.fileCount}`];
  return `${['outs:', `- md5: ${output.hash}`, `  size: ${output.sizeBytes}`, ...files, '  hash: md5', `  path: ${yamlText(output.path)}`].join('\n')}\n`;
}

/** A command with what it reads and what it makes. */
export interface DvcStage {
  readonly name: string;
  /** The same as in `dvc.yaml`, or DVC takes the stage for changed. */
  readonly command: string;
  readonly dependencies: readonly DvcOutput[];
  readonly outputs: readonly DvcOutput[];
}

/** The content of `dvc.lock` for some stages. */
export function dvcLockText(stages: readonly DvcStage[]): string {
  const lines = stages.flatMap((stage) => [
    `  ${yamlText(stage.name)}:`,
    `    cmd: ${yamlText(stage.command)}`,
    ...lockEntries('deps', stage.dependencies),
    ...lockEntries('outs', stage.outputs),
  ]);
  return `schema: '2.0'\nstages:\n${lines.join('\n')}\n`;
}

/** How DVC talks to the remote. */
export interface DvcRemote {
  readonly url: string;
  /** POST is what DVC does by itself. */
  readonly method: 'POST' | 'PUT';
  /** `custom`: the password is the whole value of an `Authorization` header. */
  readonly auth: 'basic' | 'custom' | 'none';
}

export const REMOTE_NAME = 'pokewatch';

/** The content of `.dvc/config`. User and password are not in it: they belong into `.dvc/config.local`, which Git ignores. */
export function dvcConfigText(remote: DvcRemote): string {
  const isHttp = /^https?:/.test(remote.url);
  const method = isHttp && remote.method === 'PUT' ? ['    method = PUT'] : [];
  const auth = !isHttp || remote.auth === 'none' ? [] : remote.auth === 'basic' ? ['    auth = basic'] : ['    auth = custom', '    custom_auth_header = Authorization'];
  return `${['[core]', `    remote = ${REMOTE_NAME}`, `['remote "${REMOTE_NAME}"']`, `    url = ${remote.url}`, ...method, ...auth].join('\n')}\n`;
}

function lockEntries(list: string, outputs: readonly DvcOutput[]): string[] {
  if (outputs.length === 0) return [];
  const entries = outputs.flatMap(({ path, hash, sizeBytes, fileCount }) => [
    `    - path: ${yamlText(path)}`,
    '      hash: md5',
    `      md5: ${hash}`,
    `      size: ${sizeBytes}`,
    ...(fileCount === undefined ? [] : [`      nfiles: ${fileCount}`]),
  ]);
  return [`    ${list}:`, ...entries];
}
