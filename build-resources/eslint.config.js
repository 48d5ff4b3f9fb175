import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';
import parser from './eslint.parser.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const pageFolders = ['app', 'bridge', 'features', 'services', 'state', 'grid', 'charts', 'editor', 'kit'];
/** Folders of the renderer, as files in other ones import them. */
const ofPage = (names) => names.map((name) => `^(\\.\\./)+${name}/`);
const features = readdirSync(`${root}renderer/features`);

/** A folder of the project as relative imports write it. */
const folder = (name) => `^\\.{1,2}/(\\.\\./)*((electron|renderer)/)?${name}(/|\\.ts$)`;
const node = `^(node:|(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(/|$))`;
const electron = '^electron(/|$)';
const duckdb = '^@duckdb/';
const svelteItself = '^svelte(/|$)';
const desktop = ['main', 'cli', 'preload'].map(folder);
const notForPages = [node, electron, duckdb, folder('electron')];

/**
 * Imports a folder must not have; architecture tests hold this against the table of layers. The last entry that fits a
 * file counts alone, so narrower folders come later and repeat what their parents forbid.
 */
const forbid = (files, message, regexes, { typesOnly = [] } = {}) => ({
  files,
  ignores: ['**/vite.config.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: regexes.join('|'), message },
          ...typesOnly.map((regex) => ({ regex, message: 'types only', allowTypeImports: true })),
        ],
      },
    ],
  },
});

/** Of ESLint's own rules those that find mistakes which neither the compiler nor the typed rules find. */
const sound = {
  eqeqeq: 'error',
  'no-async-promise-executor': 'error',
  'no-caller': 'error',
  'no-case-declarations': 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-empty-character-class': 'error',
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-invalid-regexp': 'error',
  'no-irregular-whitespace': 'error',
  'no-loss-of-precision': 'error',
  'no-misleading-character-class': 'error',
  'no-new-func': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-backreference': 'error',
  'no-useless-escape': 'error',
  'use-isnan': 'error',
};

export default defineConfig(
  globalIgnores(['node_modules/', 'out/', 'dist/', 'test-results/', '.cache/']),
  { basePath: root },
  ...ts.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.svelte'] })),
  { files: ['**/*.ts'], languageOptions: { parser } },
  ...svelte.configs.recommended,
  { files: ['**/*.{ts,svelte,js,mjs}'], rules: sound },
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: {
      parserOptions: {
        project: [
          'shared/tsconfig.json',
          'electron/tsconfig.json',
          'renderer/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `() => notify()` is how callbacks without a result are written here.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // Handlers are closures without `this`; the rule cannot tell methods of an interface from those of a class.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A handler is async because its contract is, also when it has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // The compiler refuses enums here, and those of libraries are only compared, which has a rule of its own.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Collections are never changed in place: local ones are thrown away, kept ones are replaced.
      'svelte/prefer-svelte-reactivity': 'off',
      // `void value;` in an effect makes it depend on the value.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // `let { a } = $props()` and `let a = $state()` are reassigned by bindings in markup.
      'prefer-const': 'off',
      'max-lines-per-function': 'off',
    },
  },
  {
    // The parser knows the props and events of other components as `any` only; svelte-check knows and checks them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['test/**/*.ts', '**/*.config.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Matchers like `expect.any()` and files read back as JSON are `any`; a wrong shape fails the test itself.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'max-lines-per-function': 'off',
      'max-lines': 'off',
    },
  },
  // No tsconfig holds the small components that stand around others in tests.
  { ...ts.configs.disableTypeChecked, files: ['test/**/*.svelte'] },
  {
    files: ['build-resources/**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error', 'prefer-const': 'error', 'no-var': 'error' },
  },
  forbid(['shared/**/*.ts'], 'shared/ runs anywhere', [
    ...[node, electron, duckdb, svelteItself],
    ...['electron', 'engine', 'transport', 'renderer'].map(folder),
    ...desktop,
  ]),
  forbid(['electron/engine/**/*.ts'], 'the engine runs in any Node', [
    ...[electron, svelteItself, folder('sample'), folder('transport'), folder('renderer')],
    ...desktop,
  ]),
  forbid(['electron/sample/**/*.ts'], 'invented archives know no engine', [
    ...[electron, duckdb, svelteItself],
    ...['engine', 'transport', 'renderer'].map(folder),
    ...desktop,
  ]),
  forbid(
    ['electron/engine/ingest/**/*.ts'],
    'what reads evidence does not write',
    [
      ...[electron, svelteItself, '^write-file-atomic$', '^(node:)?child_process$'],
      ...['sample', 'transport', 'renderer'].map(folder),
      ...desktop,
    ],
    {
      typesOnly: [
        '^(\\.\\./)+(engine|investigation|log|archive|areas|ask(?!/class-columns\\.ts$)|derive|jobs|workspace)(/|\\.ts$)',
      ],
    },
  ),
  forbid(['electron/engine/utility.ts'], 'the engine runs in any Node', [
    ...[electron, svelteItself, folder('renderer')],
    ...desktop,
  ]),
  forbid(['electron/transport/**/*.ts'], 'a transport carries messages and knows neither end', [
    ...[electron, duckdb, svelteItself, folder('engine'), folder('sample'), folder('renderer')],
    ...desktop,
  ]),
  forbid(['electron/cli/**/*.ts'], 'the command line has no Electron and leaves DuckDB to the engine', [
    ...[electron, duckdb, svelteItself, folder('main'), folder('preload'), folder('renderer')],
  ]),
  forbid(
    ['electron/main/**/*.ts'],
    'the main process never touches DuckDB',
    [duckdb, svelteItself, ...['sample', 'renderer', 'cli', 'preload'].map(folder)],
    { typesOnly: [folder('engine')] },
  ),
  forbid(['electron/main.ts'], 'an entry only starts the main process', [
    ...[duckdb, svelteItself],
    ...['shared', 'engine', 'sample', 'transport', 'cli', 'preload', 'renderer'].map(folder),
  ]),
  forbid(
    ['electron/preload.ts'],
    'the preload script is small and sandboxed',
    [
      node,
      duckdb,
      svelteItself,
      '/transport/(?!preload-channels\\.ts$)',
      ...['engine', 'sample', 'cli', 'main', 'renderer'].map(folder),
    ],
    { typesOnly: [folder('shared')] },
  ),
  forbid(['renderer/**/*.{ts,svelte}'], 'the renderer talks over the bridge', notForPages),
  forbid(['renderer/features/**/*.{ts,svelte}'], 'features do not know the shell', [
    ...notForPages,
    ...ofPage(['app', 'bridge']),
  ]),
  ...features.map((name) =>
    forbid([`renderer/features/${name}/**/*.{ts,svelte}`], 'features know neither each other nor the shell', [
      ...notForPages,
      ...ofPage(['app', 'bridge', ...features.filter((other) => other !== name)]),
    ]),
  ),
  forbid(['renderer/services/**/*.{ts,svelte}'], 'services know no feature and no shell', [
    ...notForPages,
    ...ofPage(['app', 'bridge', 'features', 'grid', 'charts', 'editor']),
  ]),
  forbid(['renderer/kit/**/*.{ts,svelte}'], 'the kit knows no feature, no state and no instrument', [
    ...notForPages,
    ...ofPage(pageFolders.filter((name) => name !== 'kit')),
  ]),
  ...['grid', 'charts', 'editor'].map((name) =>
    forbid([`renderer/${name}/**/*.{ts,svelte}`], 'instruments know no feature and no state', [
      ...notForPages,
      ...ofPage(pageFolders.filter((other) => other !== name && other !== 'kit')),
    ]),
  ),
  ...['state', 'bridge'].map((name) =>
    forbid([`renderer/${name}/**/*.{ts,svelte}`], 'state and bridge know nothing that is drawn', [
      ...notForPages,
      ...ofPage(pageFolders.filter((other) => other !== name)),
    ]),
  ),
);
