import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const external = [
  'electron',
  /^electron\//,
  /^@duckdb\//,
  /^node:/,
  ...builtinModules.filter((name) => !name.startsWith('_')),
];

const bundle = (
  input: Record<string, string>,
  format: 'es' | 'cjs',
  extension: string,
): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: [] },
  // write-file-atomic names its temporary files after its own file name.
  ...(format === 'es' ? { define: { __filename: 'import.meta.filename' } } : {}),
  build: {
    ssr: true,
    target: 'node20',
    outDir: here('../out/electron'),
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    copyPublicDir: false,
    // The notices of bundled packages ship with them; the preload script bundles none.
    license: format === 'es' ? { fileName: 'licenses.md' } : false,
    rolldownOptions: {
      input,
      external,
      output: {
        format,
        entryFileNames: `[name].${extension}`,
        chunkFileNames: `chunks/[name]-[hash].${extension}`,
      },
    },
  },
});

export default defineConfig({
  root: here('.'),
  builder: {
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'client' && environment.name !== 'ssr') await builder.build(environment);
      }
    },
  },
  environments: {
    node: {
      // write-file-atomic is CommonJS and names its temporary files by this.
      define: { __filename: 'import.meta.filename' },
      ...bundle(
        {
          main: here('main.ts'),
          utility: here('engine/utility.ts'),
          'ingest-worker': here('engine/ingest/load/worker.ts'),
          cli: here('cli/main.ts'),
          'make-trail': here('cli/make-trail.ts'),
        },
        'es',
        'js',
      ),
    },
    preload: bundle({ preload: here('preload.ts') }, 'cjs', 'cjs'),
  },
});
