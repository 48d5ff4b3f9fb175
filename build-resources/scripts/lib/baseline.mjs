/** An earlier version of Trailglass, built in a folder of its own, beside which the bench runs this one: ratios to it travel. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './paths.mjs';
import { say } from './say.mjs';

/** The last commit before imports were made faster. */
const commit = '95f1baa';

/**
 * Builds the baseline where it is not there yet, with the measuring of this version.
 * @returns {string | undefined} its folder; undefined when the history of the project is not at hand, which is said
 */
export function builtBaseline() {
  const cache = inProject('node_modules', '.cache', 'trailglass');
  const folder = join(cache, `baseline-${commit}`);
  if (existsSync(folder)) return folder;
  const draft = join(cache, `baseline-${commit}.new`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const archive = spawnSync('git', ['archive', commit], {
    cwd: inProject(),
    maxBuffer: 512 * 1_048_576,
  });
  if (archive.status !== 0) {
    say(`no baseline: commit ${commit} is not at hand, so there are no ratios to it`);
    return undefined;
  }
  say(`building the baseline, commit ${commit}`);
  run('tar', ['-x', '-C', draft], { input: archive.stdout });
  symlinkSync(inProject('node_modules'), join(draft, 'node_modules'), 'junction');
  copyFileSync(inProject('test', 'bench', 'import-once.ts'), join(draft, 'test', 'bench', 'import-once.ts'));
  run(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '-c', 'test/bench/vite.config.ts', '--logLevel', 'warn'],
    {
      cwd: draft,
    },
  );
  renameSync(draft, folder);
  return folder;
}

function run(command, words, options) {
  const { status, stderr } = spawnSync(command, words, { stdio: ['pipe', 'ignore', 'pipe'], ...options });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr}`);
}
