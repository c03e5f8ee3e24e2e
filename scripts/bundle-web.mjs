// Bundles the dashboard, web/ -> dist/web: hashed names, compressed beforehand, and no larger than it may be.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** All JavaScript of the dashboard, charts included, as it goes over the line. */
export const MAX_SCRIPT_BYTES = 150_000;

/** Writes `outDir`/index.html and `outDir`/assets. Undefined where there is no dashboard to bundle; throws where it has grown too large. */
export async function bundleWeb(projectDir, outDir) {
  const webDir = join(projectDir, 'web');
  if (!existsSync(webDir)) return undefined;
  const { build } = createRequire(join(projectDir, 'package.json'))('esbuild');
  const assets = join(outDir, 'assets');
  const { metafile } = await build({
    absWorkingDir: projectDir,
    entryPoints: { main: 'web/src/main.tsx', style: 'web/styles/style.css' },
    outdir: assets,
    tsconfig: 'web/tsconfig.json',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    legalComments: 'linked',
    metafile: true,
    logLevel: 'silent',
  });
  mkdirSync(assets, { recursive: true });
  copyFileSync(join(webDir, 'styles', 'icon.svg'), join(assets, 'icon.svg'));
  const names = Object.keys(metafile.outputs).map((path) => path.split('/').at(-1));
  const named = (start, end) => names.find((name) => name.startsWith(start) && name.endsWith(end));
  const page = readFileSync(join(webDir, 'index.html'), 'utf8').replace('{{style}}', named('style-', '.css')).replace('{{main}}', named('main-', '.js'));
  writeFileSync(join(outDir, 'index.html'), page);
  return { scriptBytes: compress(assets) };
}

/** Puts a .gz and a .br beside each text; what comes of the scripts as .gz is what is counted. */
function compress(folder) {
  let scriptBytes = 0;
  for (const name of readdirSync(folder).filter((each) => /\.(js|css|svg)$/.test(each))) {
    const content = readFileSync(join(folder, name));
    const zipped = gzipSync(content, { level: 9 });
    writeFileSync(join(folder, `${name}.gz`), zipped);
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
    if (name.endsWith('.js')) scriptBytes += zipped.length;
  }
  if (scriptBytes > MAX_SCRIPT_BYTES) throw new Error(`The dashboard's JavaScript comes to ${scriptBytes} bytes compressed; at most ${MAX_SCRIPT_BYTES} are allowed.`);
  return scriptBytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , projectDir, outDir] = process.argv;
  await bundleWeb(projectDir, outDir).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
