import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Worker threads run built files: Node 20 cannot load TypeScript, so engine tests use the application's own bundle. */
export default function buildWorkers(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '-c', 'electron/vite.config.ts', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
}
