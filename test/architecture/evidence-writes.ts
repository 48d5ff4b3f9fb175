import ts from 'typescript';
import { importsOf, parse } from './imports.ts';
import type { SourceFile } from './project-files.ts';

/** All that code which reads evidence may take from `node:fs`. An allow list: Node keeps adding ways to write. */
const reading = new Set(
  (
    'constants Stats BigIntStats Dirent ReadStream ' +
    'access lstat stat readdir readlink realpath open read close fstat createReadStream opendir ' +
    'accessSync lstatSync statSync readdirSync readlinkSync realpathSync openSync readSync closeSync fstatSync opendirSync'
  ).split(' '),
);
/** Can start programs or reach files behind the back of `node:fs`. */
const otherDoors = /^(node:)?(child_process|module|vm|sqlite|process)$/;
const readingFlags = new Set(['O_RDONLY', 'O_NONBLOCK', 'O_NOATIME', 'O_NOFOLLOW', 'O_DIRECTORY']);

function flagOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return /^O_[A-Z]+$/.exec(node.text)?.[0];
  return undefined;
}

/** The mode a file is opened with, where it stands in the text. */
function openMode(node: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAssignment(node) && /^flags?$/.test(node.name.getText())) return node.initializer;
  if (!ts.isCallExpression(node)) return undefined;
  const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  return ts.isIdentifier(name) && /^open(Sync)?$/.test(name.text) ? node.arguments[1] : undefined;
}

const opensForMore = (mode: ts.Node | undefined): boolean =>
  mode !== undefined &&
  ((ts.isStringLiteralLike(mode) && mode.text !== 'r') || (ts.isNumericLiteral(mode) && mode.text !== '0'));

/** Ways in which a file could change what it reads, each as `file:line what`. */
export function evidenceWrites(file: SourceFile): readonly string[] {
  const found: string[] = [];
  for (const { specifier, names, line, typeOnly } of importsOf(file)) {
    if (specifier === undefined || typeOnly) continue;
    const say = (what: string): void => void found.push(`${file.path}:${line} ${what}`);
    if (otherDoors.test(specifier)) say(`imports ${specifier}`);
    if (!/^(node:)?fs(\/promises)?$/.test(specifier)) continue;
    if (!names) say(`imports ${specifier} as a whole`);
    for (const name of names ?? []) if (!reading.has(name)) say(`imports ${name} from ${specifier}`);
  }
  const source = parse(file);
  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    const flag = flagOf(node);
    if (flag && !readingFlags.has(flag)) found.push(`${file.path}:${line} uses ${flag}`);
    if (opensForMore(openMode(node))) found.push(`${file.path}:${line} opens with another mode than reading`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
