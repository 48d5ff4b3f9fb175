import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  define: { __filename: 'import.meta.filename' },
  ssr: { noExternal: true, external: [] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: here('../../out/bench'),
    minify: false,
    rolldownOptions: {
      input: {
        main: here('main.ts'),
        'import-once': here('import-once.ts'),
        'parse-only': here('parse-only.ts'),
        'ingest-worker': here('../../electron/engine/ingest/load/worker.ts'),
      },
      external: [/^@duckdb\//, /^node:/],
      output: { entryFileNames: '[name].js' },
    },
  },
});
