/** Architecture rules. One line per arrow that is allowed; everything else is an error. */
const STAGES = 'ingestion|features|modelling|serving|collection|alerts';
const MODULES = `${STAGES}|pipeline|monitoring|tracking|auth|metrics|health|http|outbound|redis|tracing|lab`;

// who may import whom (module -> the modules it may see, always through index.ts)
const MAY_IMPORT = {
  ingestion: ['metrics', 'outbound'],
  features: ['metrics', 'ingestion'],
  modelling: ['metrics', 'features'],
  serving: ['metrics', 'http', 'auth', 'ingestion', 'modelling', 'redis'],
  collection: ['metrics', 'http', 'auth', 'ingestion', 'serving'],
  alerts: ['metrics', 'http', 'auth', 'outbound', 'serving', 'collection'],
  tracking: ['metrics', 'outbound', 'ingestion', 'features', 'modelling'],
  pipeline: ['tracing', 'metrics', 'http', 'auth', 'ingestion', 'features', 'modelling', 'serving', 'alerts', 'tracking'],
  monitoring: ['metrics', 'ingestion', 'modelling', 'serving', 'pipeline'],
  health: ['metrics', 'http', 'redis', 'pipeline'],
  auth: ['metrics', 'http', 'redis'],
  redis: ['metrics'],
  metrics: ['http'],
  http: [],
  outbound: ['metrics', 'tracing'],
  tracing: [],
  lab: [],
};

const direction = Object.entries(MAY_IMPORT).map(([from, to]) => ({
  name: `direction-${from}`,
  comment: `${from} may import only: ${to.join(', ') || 'no other module'}`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: `^src/(${MODULES})/`, pathNot: `^src/(${[from, ...to].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...direction,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'front-door-only',
      comment: 'Another module is entered through its index.ts and nowhere else',
      severity: 'error',
      from: { path: `^src/(${MODULES})/` },
      to: { path: `^src/(${MODULES})/`, pathNot: `^src/($1/|(${MODULES})/index\\.ts$)` },
    },
    {
      name: 'base-stays-below',
      comment: 'shared, config and database know nothing of the modules above them',
      severity: 'error',
      from: { path: '^src/(shared|config|database)/' },
      to: { path: `^src/(${MODULES})/` },
    },
    {
      name: 'root-uses-front-doors',
      comment: 'main.ts, cli.ts, app.module.ts and what belongs to them (cli/, start/) wire modules, they never reach inside one',
      severity: 'error',
      from: { path: '^src/((cli|start)/)?[^/]+\\.ts$' },
      to: { path: `^src/(${MODULES})/`, pathNot: `^src/(${MODULES})/index\\.ts$` },
    },
    {
      name: 'no-back-door',
      comment: 'Inside a module nobody imports its own index.ts (this is what makes barrels circular)',
      severity: 'error',
      from: { path: `^src/(${MODULES})/` },
      to: { path: '^src/$1/index\\.ts$' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ and shared/ see only domain/, shared/ and the pure door of gbdt: no framework, no ORM, no I/O',
      severity: 'error',
      from: { path: '^src/([^/]+/domain|shared)/', pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$' },
      to: { pathNot: '^src/([^/]+/domain|shared)/|^src/gbdt/index\\.ts$' },
    },
    {
      name: 'gbdt-stands-alone',
      comment: 'gbdt could be lifted out: it imports itself, and Node only in threads/',
      severity: 'error',
      from: { path: '^src/gbdt/', pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$' },
      to: { pathNot: '^src/gbdt/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'gbdt-is-pure',
      comment: 'Beside threads/, gbdt is arithmetic: no Node, no thread',
      severity: 'error',
      from: { path: '^src/gbdt/[^/]+\\.ts$', pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$' },
      to: { pathNot: '^src/gbdt/[^/]+\\.ts$' },
    },
    {
      name: 'gbdt-front-doors',
      comment: 'gbdt is entered through its two doors, and by modelling alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gbdt/' },
      to: { path: '^src/gbdt/', pathNot: '^src/gbdt/(threads/)?index\\.ts$' },
    },
    {
      name: 'gbdt-serves-modelling',
      comment: 'Who wants estimates asks modelling',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(gbdt|modelling)/' },
      to: { path: '^src/gbdt/' },
    },
    {
      name: 'typeorm-stays-in-persistence',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.(entity|repository|spec|int-spec|e2e-spec)\\.ts$|^src/database/|\\.module\\.ts$' },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm|pg)/' },
    },
    {
      name: 'http-stays-in-clients',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.client\\.ts$|^src/lab/' },
      to: { path: '^(https?|node:https?)$|node_modules/(undici|axios|got)/' },
    },
    {
      name: 'redis-stays-home',
      comment: 'What is done with Redis goes through its connection, which knows when not to ask',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/redis/|\\.(spec|int-spec|e2e-spec)\\.ts$' },
      to: { path: 'node_modules/ioredis/' },
    },
    {
      name: 'controllers-do-not-query',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|entity|client)\\.ts$' },
    },
    {
      name: 'repositories-stay-home',
      comment: 'A repository is private to its module; neighbours use the reader',
      severity: 'error',
      from: { path: `^src/(${STAGES})/index\\.ts$` },
      to: { path: '\\.(repository|entity)\\.ts$' },
    },
    { name: 'not-to-spec', severity: 'error', from: { pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$|^test/' }, to: { path: '\\.(spec|int-spec|e2e-spec)\\.ts$|^test/' } },
    { name: 'no-dev-deps', severity: 'error', from: { path: '^src/', pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$' }, to: { dependencyTypes: ['npm-dev'] } },
    { name: 'web-is-a-client', severity: 'error', from: { path: '^web/' }, to: { path: '^src/' } },
    {
      name: 'client-stands-alone',
      comment: 'What is in clients/ is handed out: it imports itself and nothing else, no package and nothing of Node',
      severity: 'error',
      from: { path: '^clients/', pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$' },
      to: { pathNot: '^clients/' },
    },
    { name: 'service-knows-no-client', comment: 'The service knows its clients by HTTP', severity: 'error', from: { path: '^(src|migrations)/' }, to: { path: '^clients/' } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '\\.(spec|int-spec|e2e-spec)\\.ts$|^migrations/|\\.d\\.ts$' }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
