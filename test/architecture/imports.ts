import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './project-files.ts';

/** One import of a source file. */
export interface Import {
  readonly from: string;
  /** As written; `undefined` when it is computed at run time. */
  readonly specifier: string | undefined;
  /** The imported file's path below the top folder, for a relative import. */
  readonly target: string | undefined;
  readonly line: number;
  /** Gone after compilation. */
  readonly typeOnly: boolean;
  /** The names taken by a plain import; `undefined` when it takes the module as a whole. */
  readonly names: readonly string[] | undefined;
}

/** The scripts of a Svelte component, each line where it was. */
function scriptOf({ path, text }: SourceFile): string {
  if (!path.endsWith('.svelte')) return text;
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const script = /(<script\b[^>]*>)([\s\S]*?)(<\/script>)/g;
  let code = '';
  let at = 0;
  for (const match of text.matchAll(script)) {
    const [whole, open = '', body = '', close = ''] = match;
    code += blank(text.slice(at, match.index)) + blank(open) + body + blank(close);
    at = match.index + whole.length;
  }
  return code + markupImports(text.slice(at), blank);
}

/** Keeps the dynamic imports that stand in markup, as in `{#await import('./page.ts')}`. */
function markupImports(markup: string, blank: (part: string) => string): string {
  return markup
    .split(/(\bimport\s*\([^)]*\))/)
    .map((part, index) => (index % 2 === 1 ? `;${part};` : blank(part)))
    .join('');
}

export const parse = (file: SourceFile): ts.SourceFile =>
  ts.createSourceFile(file.path, scriptOf(file), ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);

function namesOf(clause: ts.ImportClause | undefined): readonly string[] | undefined {
  const bindings = clause?.namedBindings;
  if (!clause || clause.name || !bindings || !ts.isNamedImports(bindings)) return undefined;
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

/** Every import, re-export, `import()`, `require()` and imported type of a file. */
export function importsOf(file: SourceFile): readonly Import[] {
  const source = parse(file);
  const found: Import[] = [];
  const add = (
    node: ts.Node,
    module: ts.Node | undefined,
    typeOnly: boolean,
    names?: readonly string[],
  ): void => {
    const specifier = module && ts.isStringLiteralLike(module) ? module.text : undefined;
    const target = specifier?.startsWith('.')
      ? posix.join(posix.dirname(file.path), specifier.replace(/\?.*$/, ''))
      : undefined;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ from: file.path, specifier, target, line, typeOnly, names });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node, node.moduleSpecifier, typeOnly, namesOf(node.importClause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const names =
        node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
      const taken = names?.map((element) => (element.propertyName ?? element.name).text);
      add(node, node.moduleSpecifier, node.isTypeOnly, taken);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isCallExpression(node) && isModuleCall(node)) {
      add(node, node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isModuleCall = (call: ts.CallExpression): boolean =>
  call.expression.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(call.expression) && call.expression.text === 'require');
