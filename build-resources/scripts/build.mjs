/**
 * `npm run build [-- --force] [-- --quiet]`: builds into out/, unless nothing changed since the last build.
 * Exit codes: 0 built or nothing to do, 1 failed.
 */
import { ensureBuilt } from './lib/build-app.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { setQuiet } from './lib/say.mjs';

const quiet = process.argv.includes('--quiet');
setQuiet(quiet);
const done =
  (await ensureDependencies()) && (await ensureBuilt({ force: process.argv.includes('--force'), quiet }));
process.exitCode = done ? 0 : 1;
