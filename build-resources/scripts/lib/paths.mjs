/** Where things lie: the project folder and the few places the scripts read or write. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** @param {string[]} parts @returns {string} an absolute path inside the project */
export const inProject = (...parts) => join(root, ...parts);

/** The person's own cache folder: survives `npm ci`, unlike everything in node_modules. */
export const userCache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trailglass');

/** @param {string} command @returns {boolean} whether the command is found on PATH */
export function onPath(command) {
  return (process.env.PATH ?? '')
    .split(process.platform === 'win32' ? ';' : ':')
    .some((folder) => folder !== '' && existsSync(join(folder, command)));
}

export const isRoot = () => process.getuid?.() === 0;
