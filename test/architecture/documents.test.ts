import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../electron/cli/exit-codes.ts';
import { layoutEntries } from '../../electron/engine/workspace/layout.ts';
import { errorCodes } from '../../shared/bridge/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = `${root}build-resources/docs`;
const read = (name: string): string => readFileSync(`${docs}/${name}`, 'utf8');

/** The cells of a table's lines, without heading. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\|[ -]+\|[ -|:]*$/.test(line))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );

const named = (cell: string | undefined): readonly string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');

const foldersIn = (path: string): readonly string[] =>
  readdirSync(`${root}${path}`, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

/** Paths in backquotes that lead to nothing, seen from the folders that the documents speak of. */
function missingPaths(text: string): readonly string[] {
  const from = [
    '',
    'electron/',
    'electron/engine/',
    'electron/engine/ingest/',
    'renderer/',
    'shared/',
    'build-resources/docs/',
  ];
  const paths = named(text).filter(
    (name) => /^[\w./-]+\/[\w./-]*$|^[\w-]+\.(ts|md|json)$/.test(name) && !/[<…*]/.test(name),
  );
  return paths.filter((path) => !from.some((base) => existsSync(`${root}${base}${path}`)));
}

describe('the documents for maintainers', () => {
  test('describe every error code, with the exit code it has', () => {
    const described = rowsOf(read('error-codes.md'))
      .slice(1)
      .map(([code, , exit]) => [named(code)[0], Number(exit)]);
    expect(described).toEqual(errorCodes.map((code) => [code, exitCodeOf(code)]));
  });

  test('name every area and every feature on the map', () => {
    const rows = rowsOf(read('map.md'));
    const areas = new Set(rows.flatMap((row) => named(row[3])));
    expect(foldersIn('electron/engine/areas').filter((area) => !areas.has(area))).toEqual([]);
    const features = new Set(rows.flatMap((row) => named(row[1])));
    expect(foldersIn('renderer/features').filter((feature) => !features.has(feature))).toEqual([]);
  });

  test('describe every file of a workspace', () => {
    const text = read('file-formats.md');
    // DuckDB's own files beside the database are part of it.
    const names = Object.values(layoutEntries).flatMap(({ name }) =>
      name.startsWith('events.duckdb.') ? [] : [name],
    );
    expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
  });

  test.each(['CONTRIBUTING.md', 'map.md', 'file-formats.md', 'error-codes.md', 'vocabulary.md'])(
    'name no file in %s that is not there',
    (name) => {
      // Files of a workspace are no files of the project.
      const ofWorkspaces = new Set<string>(Object.values(layoutEntries).map((entry) => entry.name));
      const missing = missingPaths(read(name)).filter((path) => !ofWorkspaces.has(path.replace(/\/$/, '')));
      expect(missing).toEqual([]);
    },
  );

  test('would tell a path that leads nowhere', () => {
    expect(missingPaths('see `db/rows.ts`, `shared/nothing.ts`, `lost.ts`')).toEqual([
      'shared/nothing.ts',
      'lost.ts',
    ]);
  });
});
