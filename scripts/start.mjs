// Starts the server: builds first where needed, then runs in this process, so that signals reach it.
import { requireNode } from './node-version.mjs';

requireNode('20.19');
const { ensureBuiltOrExit } = await import('./build.mjs');
ensureBuiltOrExit();
await import('../dist/src/main.js');
