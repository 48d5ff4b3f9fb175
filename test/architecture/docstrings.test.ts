import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from './imports.ts';
import { sourcesOf, type SourceFile } from './project-files.ts';

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);

function namesOf(node: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.map(({ name }) => name.getText());
  if (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node)
  ) {
    return [node.name?.text ?? 'default'];
  }
  return ts.isExportAssignment(node) ? ['default'] : [];
}

/** Names that leave the file by `export { name }` of its own. */
const exportedBelow = (node: ts.Statement): readonly string[] =>
  ts.isExportDeclaration(node) &&
  !node.moduleSpecifier &&
  node.exportClause &&
  ts.isNamedExports(node.exportClause)
    ? node.exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
    : [];

const isDocumented = (node: ts.Statement): boolean =>
  ts.getJSDocCommentsAndTags(node).some((doc) => ts.isJSDoc(doc) && (doc.comment ?? doc.tags) !== undefined);

/** Exported declarations without a doc comment, each as `file:line name`; overloads need one together. */
function undocumented(file: SourceFile): readonly string[] {
  const source = parse(file);
  const below = new Set(source.statements.flatMap(exportedBelow));
  const documented = new Set<string>();
  const lacking = new Map<string, string>();
  for (const statement of source.statements) {
    const names = namesOf(statement);
    if (!isExported(statement) && !ts.isExportAssignment(statement) && !names.some((name) => below.has(name)))
      continue;
    const line = source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1;
    for (const name of names) {
      if (isDocumented(statement)) documented.add(name);
      else if (!lacking.has(name)) lacking.set(name, `${file.path}:${line} ${name}`);
    }
  }
  return [...lacking].flatMap(([name, where]) => (documented.has(name) ? [] : [where]));
}

const planted = (text: string): readonly string[] => undocumented({ path: 'shared/planted.ts', text });

describe('what shared/ and the engine export', () => {
  test('has a doc comment', () => {
    const sources = sourcesOf('shared', 'electron/engine');
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(undocumented)).toEqual([]);
  });

  test.each([
    'export const limit = 5;',
    'export function read() {}',
    'export interface Reading { readonly at: number }',
    'export type Micros = number;',
    'export class Pool {}',
    'export default function () {}',
    '// not a doc comment\nexport const limit = 5;',
    '/** */\nexport const limit = 5;',
    '/** Of the file. */\nimport a from "./a.ts";\nexport const limit = a;',
    'const limit = 5;\nexport { limit };',
    'const limit = 5;\nexport default limit;',
  ])('lacks one in: %s', (text) => {
    expect(planted(text)).toHaveLength(1);
  });

  test.each([
    '/** At most so many. */\nexport const limit = 5;',
    '/** Reads. */\nexport function read(a: string): void;\nexport function read(a: number): void;\nexport function read() {}',
    'const hidden = 5;',
    'export * from "./other.ts";\nexport { a } from "./other.ts";\nexport type { B } from "./b.ts";',
    'import { a } from "./a.ts";\nexport { a };',
    '/** At most so many. */\nconst limit = 5;\nexport { limit };',
  ])('lacks none in: %s', (text) => {
    expect(planted(text)).toEqual([]);
  });
});
