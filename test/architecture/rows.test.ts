import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from './imports.ts';
import { sourcesOf, type SourceFile } from './project-files.ts';

/** Files of the engine that may take the rows of a query by position: what they take them with, and why. */
const byPosition: Readonly<Record<string, { readonly takes: string; readonly because: string }>> = {
  'db/rows.ts': { takes: 'getRows', because: 'makes rows by name of them' },
  'db/pool.ts': { takes: 'getRows', because: 'makes rows by name of them, or gives them for cells' },
  'areas/grouping/folds.ts': { takes: 'rows', because: 'cells of columns that are chosen at run time' },
  'areas/events/window.ts': { takes: 'rows', because: 'cells of columns that are chosen at run time' },
  'areas/console/console.ts': {
    takes: 'fetchChunk getColumnVector',
    because: 'cells of a statement of the person’s',
  },
  'areas/export/statement.ts': { takes: 'getRows', because: 'cells of a statement of the person’s' },
  'areas/export/batches.ts': { takes: 'fetchChunk getRows', because: 'cells of every event of an archive' },
  'ingest/load/merge.ts': { takes: 'yieldRows', because: 'texts of records as a stream' },
  'ingest/load/read-with-care.ts': { takes: 'yieldRows', because: 'texts of records as a stream' },
};

/** What DuckDB's driver gives rows, columns and chunks with, under any of its endings (`Json`, `JS`, `Converted`). */
const ofDriver =
  /^(?:get|yield|fetch|convert)(?:All)?(?:Rows?|Columns?|Chunks?)(?:Object|Objects|[A-Z]\w*)?$/;

/** True for a call whose value nobody takes, as `await reader.rows(statement);` is. */
function isForItself(call: ts.Node): boolean {
  const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
  return ts.isExpressionStatement(outer.parent);
}

function takenWith(node: ts.Node): ts.MemberName | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const name = node.name.text;
  if (ofDriver.test(name)) return node.name;
  const { parent } = node;
  const isAsked =
    name === 'rows' &&
    ts.isCallExpression(parent) &&
    parent.expression === node &&
    parent.arguments.length > 0 &&
    !isForItself(parent);
  return isAsked ? node.name : undefined;
}

/**
 * Places that take rows by position, each as `file:line what`. It sees every use of a driver's method that gives rows,
 * columns or chunks, and every call of a method `rows` with a query whose answer somebody takes. It does not see a method
 * that was taken off its object first, nor what a file of the list above does with its rows or hands on.
 */
function taken(file: SourceFile): readonly { readonly what: string; readonly line: number }[] {
  const found: { what: string; line: number }[] = [];
  const source = parse(file);
  const visit = (node: ts.Node): void => {
    const method = takenWith(node);
    if (method) {
      const { line } = source.getLineAndCharacterOfPosition(method.getStart(source));
      found.push({ what: method.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const engine = 'electron/engine/';
const mayTake = (path: string): readonly string[] =>
  byPosition[path.slice(engine.length)]?.takes.split(' ') ?? [];

const unlisted = (file: SourceFile): readonly string[] =>
  taken(file).flatMap(({ what, line }) =>
    mayTake(file.path).includes(what) ? [] : [`${file.path}:${line} ${what}`],
  );

describe('rows of queries', () => {
  const sources = sourcesOf('electron/engine');

  test('are read by the names of their columns', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(unlisted)).toEqual([]);
  });

  test('are taken by position in every file of the list, as it says', () => {
    const found = sources.flatMap((file) => {
      const names = [...new Set(taken(file).map(({ what }) => what))].sort();
      return names.length === 0 ? [] : [[file.path.slice(engine.length), names.join(' ')] as const];
    });
    const listed = Object.entries(byPosition).map(([path, { takes }]) => [path, takes] as const);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed));
  });

  test.each([
    'const [row] = await reader.rows(query); const events = Number(row?.[0]);',
    'const rows = await reader.rows(query); rows.map(([name]) => String(name));',
    'reader.rows(query).then(([row]) => Number(row[0]));',
    'const answer = await Promise.all([reader.rows(query), other]);',
    'return this.pool.reader("count").rows(sql`SELECT 1`);',
    'for (const [id, path] of reader.getRows() as [number, string][]) files.set(id, path);',
    'const [from, to] = (await connection.runAndReadAll(text)).getRows()[0] ?? [];',
    'return grouped(reader.getRowsJson());',
    'const names = reader.getColumnsJS()[0];',
    'const first = reader.getRowObjects()[0];',
    'for await (const page of answer.yieldRows()) read(page);',
    'const chunk = await result.fetchChunk();',
    'const read = reader.getRows.bind(reader);',
  ])('would not be: %s', (text) => {
    expect(unlisted({ path: `${engine}areas/planted.ts`, text })).toHaveLength(1);
  });

  test.each([
    'const rows = await reader.read(query, { name: text, events: count });',
    'await reader.rows(sql`CREATE TABLE temp.main.a (event BIGINT)`);',
    'const changes = log.rows();',
    'const total = answer.rows.length + tally.rows;',
    'const reader = await connection.runAndReadAll(text); return reader.currentRowCount === 0;',
    'const names = result.columnNames();',
    'const { events } = await readOne(connection, text, { events: count });',
  ])('are: %s', (text) => {
    expect(unlisted({ path: `${engine}areas/planted.ts`, text })).toEqual([]);
  });

  test('are held to what the list says of a file', () => {
    const path = `${engine}areas/grouping/folds.ts`;
    expect(unlisted({ path, text: 'const rows = await reader.rows(query);' })).toEqual([]);
    expect(unlisted({ path, text: 'const rows = answer.getRows();' })).toEqual([`${path}:1 getRows`]);
  });
});
