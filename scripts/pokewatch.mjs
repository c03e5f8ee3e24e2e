#!/usr/bin/env node
// The command line: builds first where needed, then runs in this process, so that signals and exit codes are its own.
import { requireNode } from './node-version.mjs';

requireNode('20.19');
const { ensureBuiltOrExit } = await import('./build.mjs');
ensureBuiltOrExit();
await import('../dist/src/cli.js');
