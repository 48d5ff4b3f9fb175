import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { patience } from './support/patience.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface NodeProject {
  readonly setup?: string;
  readonly setupFiles?: readonly string[];
  /** For tests that put modules of theirs in the place of others: their files share no process. */
  readonly mocksModules?: boolean;
}

/** Files of a project follow each other in one process: reading the engine anew took seconds a file. */
const node = (name: string, { setup, setupFiles = [], mocksModules = false }: NodeProject = {}) => ({
  test: {
    name,
    root,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node' as const,
    isolate: mocksModules,
    ...patience,
    setupFiles: [...patience.setupFiles, 'test/support/after-each-test.ts', ...setupFiles],
    ...(setup ? { globalSetup: [setup] } : {}),
  },
});

export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    // Read from here alone, whatever the project with a browser says.
    browser: { connectTimeout: patience.testTimeout },
    projects: [
      node('shared'),
      node('engine', { setup: 'test/support/built-workers.ts' }),
      node('sample'),
      node('bridge'),
      node('main', { mocksModules: true }),
      node('cli', { setup: 'test/support/built-workers.ts' }),
      node('architecture'),
      node('packaging'),
      node('e2e', { setupFiles: ['test/e2e/support/own-display.ts'], mocksModules: true }),
      { test: { name: 'frames', root, include: ['test/bench/*.measure.ts'], environment: 'node' as const } },
      {
        plugins: [svelte()],
        // All libraries are found before the first test: one found later reloads the page under the tests.
        optimizeDeps: { entries: ['renderer/**/*.{ts,svelte}', 'test/renderer/**/*.test.ts'] },
        test: {
          name: 'renderer',
          root,
          include: ['test/renderer/**/*.test.ts'],
          ...patience,
          setupFiles: [...patience.setupFiles, 'test/renderer/setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
                args: [
                  '--no-sandbox',
                  '--disable-gpu',
                  '--disable-background-networking',
                  '--disable-component-update',
                ],
              },
            }),
            instances: [{ browser: 'chromium', viewport: { width: 1440, height: 900 } }],
          },
        },
      },
    ],
  },
});
