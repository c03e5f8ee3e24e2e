import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

/** Nest needs decorator metadata, which esbuild does not emit: swc compiles the tests. */
const plugins = [
  swc.vite({
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  }),
];

const postgres = {
  globalSetup: ['test/support/postgres.global-setup.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  plugins,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { plugins, test: { name: 'unit', include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'clients/**/*.spec.ts', 'web/**/*.spec.ts'], pool: 'threads', isolate: false } },
      { plugins, test: { name: 'int', isolate: false, include: ['src/**/*.int-spec.ts', 'test/**/*.int-spec.ts'], pool: 'forks', ...postgres } },
      { plugins, test: { name: 'e2e', isolate: false, include: ['src/**/*.e2e-spec.ts', 'test/**/*.e2e-spec.ts'], pool: 'forks', ...postgres } },
      { plugins, test: { name: 'browser', include: ['test/**/*.browser-spec.ts'], pool: 'forks', ...postgres } },
    ],
  },
});
