import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { patience } from './support/patience.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const node = (name: string, setup?: string, setupFiles: readonly string[] = []) => ({
  test: {
    name,
    root,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node' as const,
    ...patience,
    setupFiles: [...patience.setupFiles, ...setupFiles],
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
      node('engine', 'test/support/built-workers.ts'),
      node('sample'),
      node('bridge'),
      node('main'),
      node('cli', 'test/support/built-workers.ts'),
      node('architecture'),
      node('packaging'),
      node('e2e', undefined, ['test/e2e/support/own-display.ts']),
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
