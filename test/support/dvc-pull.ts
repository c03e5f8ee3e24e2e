import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * What `dvc pull` would bring back, by the rules of DVC's documentation and from the written files alone: reads every `.dvc` file of a
 * folder, finds the remote in `.dvc/config`, and checks hash, size and number of files on the way.
 */
export async function pull(repo: string, read: (path: string) => Promise<Buffer> | Buffer): Promise<Map<string, Buffer>> {
  const restored = new Map<string, Buffer>();
  const files = readdirSync(repo, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.dvc') && !path.startsWith('.dvc'));
  for (const file of files) {
    const out = parseDvcFile(readFileSync(join(repo, file), 'utf8'));
    const target = join(relative('.', dirname(file)), out.path);
    const content = await object(out.md5, read);
    if (!out.md5.endsWith('.dir')) {
      if (content.length !== out.size) throw new Error(`${file}: ${content.length} bytes, not ${out.size}`);
      restored.set(target, content);
      continue;
    }
    const entries = JSON.parse(content.toString('utf8')) as { md5: string; relpath: string }[];
    if (entries.length !== out.nfiles) throw new Error(`${file}: ${entries.length} files, not ${out.nfiles ?? 'said'}`);
    let size = 0;
    for (const { md5, relpath } of entries) {
      const child = await object(md5, read);
      size += child.length;
      restored.set(join(target, relpath), child);
    }
    if (size !== out.size) throw new Error(`${file}: ${size} bytes, not ${out.size}`);
  }
  return restored;
}

async function object(hash: string, read: (path: string) => Promise<Buffer> | Buffer): Promise<Buffer> {
  const content = await read(`files/md5/${hash.slice(0, 2)}/${hash.slice(2)}`);
  const md5 = createHash('md5').update(content).digest('hex');
  if (md5 !== hash.replace('.dir', '')) throw new Error(`${hash} has the hash ${md5}`);
  return content;
}

function parseDvcFile(text: string): { md5: string; size: number; nfiles?: number; path: string } {
  const field = (name: string) => new RegExp(`^[- ] ${name}: (.*)$`, 'm').exec(text)?.[1];
  const nfiles = field('nfiles');
  if (!text.startsWith('outs:\n- md5: ') || field('hash') !== 'md5') throw new Error(`no .dvc file:\n${text}`);
  return { md5: field('md5') ?? '', size: Number(field('size')), ...(nfiles === undefined ? {} : { nfiles: Number(nfiles) }), path: field('path') ?? '' };
}
