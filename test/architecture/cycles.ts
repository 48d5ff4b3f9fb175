import type { Import } from './imports.ts';

/** Circles among imports that exist at run time, each as the list of files around it, once. */
export function cyclesOf(edges: readonly Import[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, target, typeOnly } of edges) {
    if (target === undefined || typeOnly) continue;
    targets.set(from, [...(targets.get(from) ?? []), target]);
  }
  const found: string[][] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || finished.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}
