import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

/** A folder of its own for one test, removed after it. */
export function tempFolder(name = 'trailglass-test'): string {
  const path = mkdtempSync(join(tmpdir(), `${name}-`));
  made.push(path);
  return path;
}

/** A folder for all tests of a file, removed after them; to be called where they are described. */
export function folderOfFile(): string {
  const path = mkdtempSync(join(tmpdir(), 'trailglass-tests-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Removes what a test has made; every project of Node's calls it after each. */
export function removeTempFolders(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** Writes files below a folder; keys are relative paths. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}
