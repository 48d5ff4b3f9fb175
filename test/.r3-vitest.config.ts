import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
export default defineConfig({
  root: '/work/main',
  cacheDir: '/tmp/r3/cache',
  plugins: [svelte()],
  server: { fs: { strict: false, allow: ['/'] } },
  test: {
    name: 'r3', root: '/work/main', include: ['test/renderer/**/*.r3shot.ts'], setupFiles: ['/work/main/test/renderer/setup.ts'],
    browser: { enabled: true, headless: true, screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] } }),
      instances: [{ browser: 'chromium', viewport: { width: 1440, height: 900 } }] },
  },
});
