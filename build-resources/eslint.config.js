import { fileURLToPath } from 'node:url';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

const engineOnly = ['**/engine/**', '**/cli/**', '**/main/**', '**/transport/**'];
const node = ['node:*', 'fs', 'path', 'os', 'child_process', 'worker_threads', 'crypto'];

/** Import edges a folder must not have; test/architecture checks that every folder keeps its entry. */
const forbid = (files, patterns, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] },
});

export default defineConfig(
  globalIgnores(['node_modules/', 'out/', 'dist/', 'test-results/', '.cache/']),
  { basePath: root },
  ...ts.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.svelte'] })),
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: {
      parserOptions: {
        project: ['shared/tsconfig.json', 'electron/tsconfig.json', 'renderer/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'svelte/no-at-html-tags': 'error', 'prefer-const': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['test/**/*.ts', '**/*.config.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines-per-function': 'off',
      'max-lines': 'off',
    },
  },
  { files: ['build-resources/**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  forbid(['shared/**/*.ts'], [...node, 'electron', '@duckdb/*', 'svelte', 'svelte/*', ...engineOnly], 'shared runs anywhere'),
  forbid(['electron/engine/**/*.ts'], ['electron', 'electron/*', '**/renderer/**', '**/cli/**', '**/main/**', 'svelte'], 'the engine runs in any Node'),
  forbid(['electron/transport/**/*.ts', 'electron/cli/**/*.ts'], ['electron', 'electron/*', '**/renderer/**', '**/main/**'], 'no Electron here'),
  forbid(['electron/main/**/*.ts'], ['@duckdb/*', '**/renderer/**', '**/cli/**'], 'main never touches DuckDB'),
  forbid(['renderer/**/*.{ts,svelte}'], [...node, 'electron', 'electron/*', '@duckdb/*', ...engineOnly], 'the renderer talks over the bridge'),
  forbid(['renderer/kit/**', 'renderer/grid/**', 'renderer/charts/**', 'renderer/editor/**'], [...node, 'electron', '@duckdb/*', ...engineOnly, '**/features/**', '**/state/**'], 'instruments know no feature and no state'),
);
