import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

interface Scan { findingsIn(file: string, text: string): { rule: string; line: number }[]; allowedIn(text: string): string[][] }

/** Written in two pieces, so that this file holds nothing that looks like a secret. */
const value = ['aB3dE6gH9jK2', 'mN5pQ8sT1vW4'].join('');
const body = value.repeat(4).slice(0, 64);
const begin = (kind: string): string => `-----BEGIN ${kind}PRIVATE KEY-----`;

describe('the look for secrets', () => {
  let scan: Scan;
  beforeAll(async () => void (scan = (await import(pathToFileURL('scripts/secrets-scan.mjs').href)) as Scan));

  it.each([
    ['Dockerfile', `FROM node\nENV DB_PASSWORD=${value}`, 'assignment'],
    ['Dockerfile', `FROM node\nARG npm_token=${value}`, 'assignment'],
    ['.env', `#\nADMIN_API_KEY=${value}`, 'assignment'],
    ['k8s/x.yaml', `a: 1\ndb_password: ${value}`, 'assignment'],
    ['k8s/x.yaml', `env:\n  - name: DB_PASSWORD\n    value: ${value}`, 'assignment'],
    ['k8s/x.yaml', `env:\n  - { name: DB_PASSWORD, value: ${value} }`, 'assignment'],
    ['src/x.ts', `\nconst token = '${value}';`, 'assignment'],
    ['k8s/x.yaml', 'a: 1\nkind: Secret', 'secret-manifest'],
    ['k8s/x.yaml', 'items:\n  - kind: "Secret"', 'secret-manifest'],
    ['k8s/x.yaml', '---\n{ apiVersion: v1, kind: Secret, data: {} }', 'secret-manifest'],
    ['k8s/x.json', '{\n"kind": "Secret", "data": {} }', 'secret-manifest'],
    ['x.md', `\npostgres://me:${value.slice(0, 6)}@db/x`, 'url-password'],
    ['x.md', `\nredis://:${value}@cache`, 'url-password'],
    ['src/x.ts', `\npw_aB3dE6gH_${value}iLaB3dE6gH9jK2m`, 'pokewatch-key'],
    ['src/x.ts', `\nghp_${value}iLaB3dE6gH9`, 'github-token'],
    ['key.pem', `\n${begin('RSA ')}\n${body}`, 'private-key'],
    ['key.pem', `\n${begin('EC ')}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n${body}`, 'private-key'],
    ['account.json', `\n{ "key": "${begin('')}\\n${body}\\n" }`, 'private-key'],
    ['key.pem', `\n${begin('')}\n${body.replace('E6gH', 'ElabTestfake').slice(0, 64)}`, 'private-key'],
  ])('finds in %s: %s', (file, text, rule) => {
    expect(scan.findingsIn(file, text)).toEqual([{ rule, line: 2 }]);
  });

  it.each([
    ['k8s/x.yaml', 'kind: SecretStore'],
    ['k8s/x.yaml', 'secretStoreRef: { kind: ClusterSecretStore, name: vault }'],
    ['k8s/x.yaml', 'secretKeyRef: { name: pokewatch, key: ADMIN_API_KEY }'],
    ['compose.yml', 'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}'],
    ['.env', 'ADMIN_API_KEY='],
    ['src/x.ts', `const token = '${'x'.repeat(30)}';`],
    ['src/x.ts', `const token = readToken(options, surroundings);`],
    ['x.md', 'postgres://pokewatch:password@db/pokewatch'],
    ['x.md', `${begin('')} and so on`],
    ['image.png', `\0ENV TOKEN=${value}`],
  ])('lets through in %s: %s', (file, text) => {
    expect(scan.findingsIn(file, text)).toEqual([]);
  });

  it('takes no exception without a reason', () => {
    expect(scan.allowedIn('# a comment\nsrc/x.ts assignment # made up\n')).toEqual([['src/x.ts', 'assignment']]);
    expect(() => scan.allowedIn('src/x.ts assignment\n')).toThrow('"src/x.ts assignment" is not a path');
  });

  it('has no exception that nothing needs any more', () => {
    const needless = scan.allowedIn(readFileSync('.secrets-allow', 'utf8')).filter(([file = '', rule]) => !scan.findingsIn(file, readFileSync(file, 'utf8')).some((found) => found.rule === rule));
    expect(needless).toEqual([]);
  });
});
