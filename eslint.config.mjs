import tseslint from 'typescript-eslint';

const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the day/clock as an argument.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take the day/clock as an argument.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Take a seeded generator as an argument.' },
];
const env = [{ selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Only src/config reads the environment.' }];
const mutate = [{ selector: 'CallExpression[callee.property.name=/^(sort|reverse|splice)$/]', message: 'Use toSorted/toReversed/toSpliced: domain code never mutates its input.' }];
const focused = [{ selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip)$/]', message: 'No focused or skipped tests on main.' }];

export default tseslint.config(
  { ignores: ['node_modules/**', '**/dist/**', 'data/**', '.pokewatch/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: false } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'no-restricted-syntax': ['error', ...env],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
    },
  },
  { files: ['src/config/**'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/shared/**', 'src/**/domain/**', 'src/gbdt/**', 'src/ingestion/providers/*/parse-*.ts'],
    ignores: ['**/*.spec.ts', 'src/shared/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...env, ...clock, ...mutate] },
  },
  {
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', 'test/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': ['error', ...focused] },
  },
  // A bench is a command that prints its figures; a migration is SQL in one function.
  { files: ['bench/**'], rules: { 'no-console': 'off' } },
  // Made by `npm run client`, as long as the API is wide.
  { files: ['clients/typescript/src/schema.ts'], rules: { 'max-lines': 'off' } },
  { files: ['migrations/**'], rules: { 'max-lines-per-function': 'off' } },
);
