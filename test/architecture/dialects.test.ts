import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { importsOf, parse } from './imports.ts';
import { sourcesOf, type SourceFile } from './project-files.ts';

const compiler = 'electron/engine/ask/compile';
/** The interface and what all dialects share. */
const shared = ['electron/engine/ask/dialects/dialect.ts', 'electron/engine/ask/dialects/text-forms.ts'];

/** Words of SQL that every engine has and that are written with brackets. */
const inEverySql = new Set(['AND', 'OR', 'NOT', 'IN', 'IS', 'NULL']);

function textsIn(node: ts.Node): readonly string[] {
  const own = ts.isStringLiteralLike(node)
    ? [node.text]
    : ts.isTemplateExpression(node)
      ? [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('?')]
      : [];
  return [...own, ...node.getChildren().flatMap(textsIn)];
}

/** Pieces of SQL: what stands in the `sql` template or is handed to `raw`. */
function sqlIn(node: ts.Node): readonly string[] {
  const isTemplate = ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql';
  const isRaw = ts.isCallExpression(node) && node.expression.getText() === 'raw';
  if (isTemplate)
    return [
      ...textsIn(node.template),
      ...(ts.isTemplateExpression(node.template)
        ? node.template.templateSpans.flatMap(({ expression }) => sqlIn(expression))
        : []),
    ];
  if (isRaw) return node.arguments.flatMap(textsIn);
  return node.getChildren().flatMap(sqlIn);
}

/** Calls of functions, casts, lambdas, statements and row ids in a piece of SQL. */
function ofOneEngine(piece: string): readonly string[] {
  const calls = (piece.match(/\w+(?=\()/g) ?? []).filter((name) => !inEverySql.has(name));
  const signs =
    piece.match(/::|->|\[|\b(?:lambda|CAST|TRY_CAST|SELECT|FROM|LIKE|ESCAPE|TRUE|rowid)\b|"/g) ?? [];
  return [...calls, ...signs];
}

/** What a file of the compiler knows of a single engine, each as `file what`. */
function known(file: SourceFile): readonly string[] {
  const imported = importsOf(file).flatMap(({ specifier = '', target = '' }) => {
    const isDialect = target.startsWith('electron/engine/ask/dialects/') && !shared.includes(target);
    return specifier.startsWith('@duckdb/') || isDialect ? [specifier] : [];
  });
  const written = sqlIn(parse(file)).flatMap(ofOneEngine);
  return [...imported, ...written].map((what) => `${file.path} ${what}`);
}

const filesIn = (folder: string): readonly SourceFile[] =>
  sourcesOf('electron/engine').filter(({ path }) => path.startsWith(`${folder}/`));

describe('the compiler of filters', () => {
  test('knows no engine: neither its package or its dialect nor SQL of its own', () => {
    const files = filesIn(compiler);
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((file) => sqlIn(parse(file))).length).toBeGreaterThan(15);
    expect(files.flatMap(known)).toEqual([]);
  });

  test('leaves to the dialects what they share, which knows no engine either', () => {
    const files = filesIn('electron/engine/ask/dialects').filter(({ path }) => shared.includes(path));
    expect(files.map(({ path }) => path).sort()).toEqual(shared);
    expect(files.flatMap(known)).toEqual([]);
  });

  test.each([
    `import { DuckDBListValue } from '@duckdb/node-api';`,
    `import type { DuckDBValue } from '@duckdb/node-api';`,
    `import { duckdb } from '../dialects/duckdb.ts';`,
    `import { double } from '../dialects/duckdb/texts.ts';`,
    'const a = sql`lower(${text}) = ${value}`;',
    'const a = sql`${column} = ${value}::DOUBLE`;',
    'const a = sql`(${holds}) IS NOT TRUE`;',
    'const a = sql`${text} LIKE ${pattern}`;',
    'const a = holds ? sql`NOT (${b} AND ${sql`len(${list}) > 0`})` : never;',
    'const a = raw(`element -> element`);',
    "const a = raw('rowid');",
    'const a = sql`"eventTime" < ${bound}`;',
  ])('must not say %s', (text) => {
    expect(known({ path: `${compiler}/planted.ts`, text })).not.toEqual([]);
  });

  test.each([
    `import type { Dialect } from '../dialects/dialect.ts';`,
    'const a = sql`(${one} AND (${other} OR NOT ${third}))`;',
    'const a = sql`${column} IN (${join(values, ", ")})`;',
    'const a = sql`${column} IS NOT NULL`;',
    'const a = sql`${column} ${raw(than)} ${bound}`;',
    'const a = [`${field} is compared with “${shown}” (a text)`, text.includes("lambda")];',
  ])('may say %s', (text) => {
    expect(known({ path: `${compiler}/planted.ts`, text })).toEqual([]);
  });
});
