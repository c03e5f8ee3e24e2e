import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = (script: string, ...args: string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [`scripts/${script}.mjs`, ...args], (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }));
  });
const letters = (count: number): string => 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL'.repeat(4).slice(0, count);

describe('what is committed', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds no secret', async () => {
    expect(await run('secrets-scan')).toEqual({ code: 0, output: expect.stringMatching(/^No secret in \d{3,} files\.\n$/) });
  });

  it.each([
    ['private-key', `-----BEGIN RSA PRIVATE ${'KEY'}-----\n${letters(64)}\n`],
    ['aws-key', `id = AKIA${'QX7RT2MZ'}${'LP5WN8KD'}`],
    ['github-token', `ghp_${letters(36)}`],
    ['slack-webhook', `https://hooks.slack.com/services/T0A1B2C3D/B0E1F2G3H/${letters(24)}`],
    ['slack-token', `xoxb-${letters(30)}`],
    ['pokewatch-key', `pw_aB3dE6gH_${letters(43)}`],
    ['url-password', `postgres://pokewatch:${letters(16)}@db/pokewatch`],
    ['assignment', `apiKey: '${letters(32)}'`],
    ['secret-manifest', 'apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n'],
  ])('would be found to hold a %s, which is not printed', async (rule, text) => {
    const file = join(folder, `${rule}.yaml`);
    await writeFile(file, `# a comment\n${text}\n`);
    const { code, output } = await run('secrets-scan', file);
    expect([code, output]).toEqual([1, expect.stringMatching(new RegExp(`${rule}\\.yaml:[23]: ${rule}\n`))]);
    expect(output).not.toContain(letters(16));
  });

  it('depends on what is listed, under licences that were agreed to', async () => {
    expect(await run('licences', '--check')).toEqual({ code: 0, output: '' });
    expect(await run('licences', '--chekc')).toMatchObject({ code: 2 });
  });
});
