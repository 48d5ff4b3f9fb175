/** Tells whether files changed since a step last ran: a digest over path, size and date of each of them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from './paths.mjs';

/** @param {string} path @param {(line: string) => void} add */
function walk(path, add) {
  const stat = statSync(inProject(path), { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) return add(`${path} ${stat.size} ${stat.mtimeMs}`);
  for (const name of readdirSync(inProject(path)).sort()) walk(join(path, name), add);
}

/**
 * @param {string[]} paths files and folders, relative to the project
 * @param {string[]} [facts] anything else the result depends on
 * @returns {string} changes when a file appears, goes, or is written, also to an older date
 */
export function fingerprint(paths, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\n`);
  for (const path of paths) walk(path, (line) => hash.update(`${line}\n`));
  return hash.digest('hex');
}

/** @param {string} stampFile @returns {string | undefined} */
export function readStamp(stampFile) {
  try {
    return readFileSync(stampFile, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} stampFile @param {string} value */
export function writeStamp(stampFile, value) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${value}\n`);
}
