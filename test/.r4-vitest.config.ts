import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
export default defineConfig({
  root: '/work/main',
  cacheDir: '/tmp/r4/cache',
  plugins: [svelte()],
  server: { fs: { strict: false, allow: ['/'] } },
  test: {
    name: 'r4', root: '/work/main', include: ['test/renderer/{editor,sql,filter-bar}/**/*.{test,r4shot}.ts'], setupFiles: ['/work/main/test/renderer/setup.ts'],
    maxWorkers: 1,
    browser: { enabled: true, headless: true, screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] } }),
      instances: [{ browser: 'chromium', viewport: { width: 1440, height: 900 } }] },
  },
});
