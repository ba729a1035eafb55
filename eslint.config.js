/**
 * Besides the usual strictness, this file keeps the architecture: which folder may import which, and who may touch the
 * outside world. ARCHITECTURE.md says why.
 */
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The stages in order; none imports a later one. */
const stages = ['1-parse', '2-resolve', '3-check', '4-lower', '5-split', '6-run'].map(
  (name) => `./src/${name}`,
);

/** What every stage shares; imports no stage. */
const vocabulary = ['./src/source', './src/diagnostics', './src/ast', './src/program', './src/ir'];

const directions = [
  { target: './grammar', from: ['./src', './targets'], message: 'the grammar imports nothing of ours' },
  ...stages.slice(0, -1).map((target, index) => ({
    target,
    from: stages.slice(index + 1),
    message: 'a stage imports no later stage',
  })),
  ...vocabulary.map((target) => ({ target, from: stages, message: 'vocabulary imports no stage' })),
  {
    target: './targets',
    from: ['./src/ast', './grammar', ...stages.slice(0, 4)],
    message: 'targets see the IR and the plan, never the syntax tree',
  },
  {
    target: ['./src/kernel', ...vocabulary, ...stages.slice(0, 4)],
    from: ['./targets', './src/cli'],
    message: 'only the planner, the runner and the command line know targets',
  },
];

/** Modules with which a program reaches outside itself. */
const outside = [
  'fs',
  'fs/promises',
  'child_process',
  'os',
  'net',
  'http',
  'https',
  'readline',
  'worker_threads',
  'process',
];

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'targets/libbpf/runtime/build/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs'] })] },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Bytes are written as characters, control characters among them.
      'no-control-regex': 'off',
      // `return report.add(…)` ends a switch's case.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // What a name is not used for is said with an underscore: `const { reason: _reason, ...rest }`.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A visitor's answer is a value or nothing.
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: directions }],
    },
  },
  {
    // Stages, vocabulary and targets are pure: only src/cli, src/6-run, src/kernel and src/main.ts do input and output.
    files: ['grammar/**/*.ts', 'src/**/*.ts', 'targets/**/*.ts'],
    ignores: ['src/main.ts', 'src/cli/**', 'src/6-run/**', 'src/kernel/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: outside.flatMap((name) => [
            {
              name: `node:${name}`,
              message: 'only cli, 6-run and kernel do input and output',
              allowTypeImports: true,
            },
            { name, message: 'only cli, 6-run and kernel do input and output' },
          ]),
        },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'only cli, 6-run and kernel know the process' },
        { name: 'console', message: 'diagnostics go into a report' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
