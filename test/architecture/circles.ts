import { posix } from 'node:path';
import type { Import } from './imports.ts';

/** From the one that imports to the one that is imported, of files or of folders. */
type Arrow = readonly [from: string, to: string];

const isOurs = (path: string): boolean => /^(shared|electron|renderer)\//.test(path);

const betweenFiles = (edges: readonly Import[]): readonly Arrow[] =>
  edges.flatMap(({ from, target }): readonly Arrow[] =>
    target !== undefined && isOurs(target) ? [[from, target]] : [],
  );

/** Whether one of the folders is the other or holds it. */
const areNested = (one: string, other: string): boolean =>
  `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);

const betweenFolders = (edges: readonly Import[]): readonly Arrow[] =>
  betweenFiles(edges)
    .map(([from, to]): Arrow => [posix.dirname(from), posix.dirname(to)])
    .filter(([from, to]) => !areNested(from, to));

/** Circles among arrows, each as a text that names what lies around it, once. */
function circlesOf(arrows: readonly Arrow[]): readonly string[] {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of arrows) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (at: string, path: readonly string[]): void => {
    const start = path.indexOf(at);
    if (start >= 0) found.push([...path.slice(start), at].join(' → '));
    if (start >= 0 || finished.has(at)) return;
    for (const target of targets.get(at) ?? []) visit(target, [...path, at]);
    finished.add(at);
  };
  for (const from of targets.keys()) visit(from, []);
  return found;
}

/** Circles of files that import each other, types included. */
export const fileCircles = (edges: readonly Import[]): readonly string[] => circlesOf(betweenFiles(edges));

/** Circles of folders whose files import each other, types included. A folder and those in it may use each other. */
export const folderCircles = (edges: readonly Import[]): readonly string[] =>
  circlesOf(betweenFolders(edges));
