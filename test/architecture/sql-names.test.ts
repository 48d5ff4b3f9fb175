import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { tableNames } from '../../electron/engine/db/schema.ts';
import { parse } from './imports.ts';
import { sourcesOf, type SourceFile } from './project-files.ts';

/** SQL that people are shown and that runs through the views for them. */
const forPeople = new Set(['electron/engine/areas/search/question-sql.ts FROM event_columns']);

/** Texts of views in older databases, which are compared and never run. */
const compared = 'electron/engine/db/former-schemas.ts';

const ours = [...tableNames, 'events', 'insights', 'network_activity', 'aggregated_counts'].join('|');
const bareTable = new RegExp(
  `\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|VIEW|EXISTS|DESCRIBE) "?(?:${ours})"?(?![\\w.])`,
  'g',
);
const bareCatalogue = /(?<![\w.])(?:duckdb_\w+|json_serialize_sql)\(/g;
const bareTemporary = /\b(?:TEMP|TEMPORARY) TABLE (?!temp\.main\.)\w*/g;

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `?${literal.text}`).join('');
}

/** An appender is told schema and catalogue of its table. */
const isBareAppender = (node: ts.Node): boolean =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  node.expression.name.text === 'createAppender' &&
  node.arguments.length < 3;

/** Statements that name a table, or ask the catalogue, without saying whose, each as `file what`. */
function bareNames(file: SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    const names = [bareTable, bareCatalogue, bareTemporary].flatMap((form) => text?.match(form) ?? []);
    if (isBareAppender(node)) names.push('createAppender');
    found.push(...names.map((name) => `${file.path} ${name}`));
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found.filter((one) => !forPeople.has(one));
}

describe('SQL of the engine', () => {
  test('names every table with its catalogue and schema', () => {
    const sources = sourcesOf('electron/engine').filter(({ path }) => path !== compared);
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(bareNames)).toEqual([]);
  });

  test.each([
    'const a = `SELECT count(*) FROM files WHERE id = ${id}`;',
    'const a = sql`SELECT 1 FROM trail.main.files f JOIN sources s ON true`;',
    'const a = "INSERT INTO meta VALUES (1)";',
    'const a = `UPDATE event_columns SET raw = ${raw}`;',
    'const a = `SELECT ${items} FROM events`;',
    'const a = "DROP TABLE IF EXISTS exact_bytes";',
    'const a = "SELECT * FROM duckdb_tables()";',
    'const a = `SELECT json_serialize_sql(${text})`;',
    'const a = "CREATE OR REPLACE TEMP TABLE copies AS SELECT 1";',
    'const a = await connection.createAppender("files");',
  ])('does not in: %s', (text) => {
    expect(bareNames({ path: 'electron/engine/planted.ts', text })).toHaveLength(1);
  });

  test.each([
    'const a = `SELECT count(*) FROM trail.main.files WHERE id = ${id}`;',
    'const a = `WITH files_of AS (SELECT 1) SELECT * FROM files_of`;',
    'const a = "SELECT * FROM system.main.duckdb_tables()";',
    'const a = "CREATE OR REPLACE TEMP TABLE temp.main.copies AS SELECT 1";',
    'const a = await connection.createAppender("files", "main", "trail");',
    'const a = "Removed from files";',
  ])('does in: %s', (text) => {
    expect(bareNames({ path: 'electron/engine/planted.ts', text })).toEqual([]);
  });
});
