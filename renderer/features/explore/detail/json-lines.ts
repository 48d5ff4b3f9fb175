import { printPath, type PathStep } from '../../../../shared/filter/path.ts';
import type { Scalar } from '../../../../shared/filter/filter.ts';
import type { JsonValue } from './json-document.ts';

/** One line of the tree. */
export interface JsonLine {
  /** The exact place, `resources[0].ARN`; empty for the whole document. Repeated keys share it. */
  readonly path: string;
  /** The field a filter means by it: any element of an array, not the one at this position. */
  readonly field: string;
  /** Unique among the lines. */
  readonly id: string;
  /** The key or the position under the parent. */
  readonly name: string;
  readonly depth: number;
  /** Position among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly siblings: number;
  readonly value: JsonValue;
  readonly isOpen: boolean;
}

const isBranch = (value: JsonValue): boolean => value.kind === 'object' || value.kind === 'array';

/** How many things are inside. */
export const sizeOf = (value: JsonValue): number =>
  value.kind === 'object' ? value.entries.length : value.kind === 'array' ? value.items.length : 0;

/** The value as a filter knows it; undefined for what has things inside. A number too long to be exact stays text. */
export function scalarOf(value: JsonValue): Scalar | null | undefined {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'literal') return value.value;
  if (value.kind !== 'number') return undefined;
  return String(Number(value.digits)) === value.digits ? Number(value.digits) : value.digits;
}

/** The value's own text as a person reads and copies it. */
export function textOf(value: JsonValue): string {
  const scalar = scalarOf(value);
  if (value.kind === 'number') return value.digits;
  return scalar === undefined ? jsonText(value) : String(scalar);
}

/** JSON text with the digits, order and repeated keys of the original. */
export function jsonText(value: JsonValue, indent = ''): string {
  const inner = `${indent}  `;
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'number':
      return value.digits;
    case 'literal':
      return String(value.value);
    case 'array': {
      if (value.items.length === 0) return '[]';
      return `[\n${value.items.map((item) => inner + jsonText(item, inner)).join(',\n')}\n${indent}]`;
    }
    default: {
      if (value.entries.length === 0) return '{}';
      const lines = value.entries.map(
        ([key, item]) => `${inner}${JSON.stringify(key)}: ${jsonText(item, inner)}`,
      );
      return `{\n${lines.join(',\n')}\n${indent}}`;
    }
  }
}

const childrenOf = (
  value: JsonValue,
): readonly (readonly [step: PathStep, name: string, value: JsonValue])[] => {
  if (value.kind === 'object') return value.entries.map(([key, item]) => [{ kind: 'key', key }, key, item]);
  if (value.kind === 'array') {
    return value.items.map((item, index) => [{ kind: 'index', index }, String(index), item]);
  }
  return [];
};

const anyElement = (step: PathStep): PathStep => (step.kind === 'index' ? { kind: 'any' } : step);

/** True when the name or the value of a line contains what is searched for, case apart. */
export const matches = (line: Pick<JsonLine, 'name' | 'value'>, search: string): boolean =>
  line.name.toLowerCase().includes(search) ||
  (!isBranch(line.value) && textOf(line.value).toLowerCase().includes(search));

/** Ids of all branches that have a match below them. */
function branchesWithMatches(root: JsonValue, search: string): ReadonlySet<string> {
  const result = new Set<string>();
  const walk = (value: JsonValue, id: string): boolean => {
    const found = childrenOf(value).map(([, name, child], at) => {
      const isInside = walk(child, `${id}/${at}`);
      return isInside || matches({ name, value: child }, search);
    });
    if (found.includes(true)) result.add(id);
    return found.includes(true);
  };
  walk(root, '');
  return result;
}

/** Ids of all lines that match, in their order; empty for no search. */
export function matchIds(root: JsonValue, search: string): readonly string[] {
  const needle = search.trim().toLowerCase();
  if (needle === '') return [];
  const ids: string[] = [];
  const walk = (value: JsonValue, id: string): void => {
    childrenOf(value).forEach(([, name, child], at) => {
      const childId = `${id}/${at}`;
      if (matches({ name, value: child }, needle)) ids.push(childId);
      walk(child, childId);
    });
  };
  walk(root, '');
  return ids;
}

/** Ids of the branches around a line, outermost first. */
export const branchesAround = (id: string): readonly string[] =>
  id
    .split('/')
    .slice(1, -1)
    .map((_, depth, steps) => `/${steps.slice(0, depth + 1).join('/')}`);

/** Every branch open, or every one closed. */
export function allBranches(root: JsonValue, isOpen: boolean): Unfolding['changed'] {
  const changed = new Map<string, boolean>();
  const walk = (value: JsonValue, id: string): void => {
    childrenOf(value).forEach(([, , child], at) => {
      if (!isBranch(child)) return;
      changed.set(`${id}/${at}`, isOpen);
      walk(child, `${id}/${at}`);
    });
  };
  walk(root, '');
  return changed;
}

/** A value of a record without anything inside, by its exact path. */
export interface Leaf {
  readonly path: string;
  /** The field a filter means by the path. */
  readonly field: string;
  readonly value: JsonValue;
}

/** All values of a document that have nothing inside, empty objects and arrays among them, in the order written. */
export function leavesOf(root: JsonValue): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (value: JsonValue, steps: readonly PathStep[]): void => {
    const children = childrenOf(value);
    if (children.length === 0 && steps.length > 0) {
      leaves.push({ path: printPath(steps), field: printPath(steps.map(anyElement)), value });
    }
    for (const [step, , child] of children) walk(child, [...steps, step]);
  };
  walk(root, []);
  return leaves;
}

/** How much of a tree is unfolded: what the person opened or closed, over what is open at first. */
export interface Unfolding {
  readonly changed: ReadonlyMap<string, boolean>;
  readonly openDepth: number;
  readonly search: string;
}

/** Nothing opened or closed by hand. */
export const asFirstSeen: Unfolding['changed'] = new Map();

export const withChange = (
  changed: Unfolding['changed'],
  id: string,
  isOpen: boolean,
): Unfolding['changed'] => new Map([...changed, [id, isOpen]]);

/** The lines to draw, at most `limit`, and whether there are more. `base` is the path of the root itself. */
export function linesOf(
  root: JsonValue,
  unfolding: Unfolding,
  limit: number,
  base: readonly PathStep[] = [],
): { readonly lines: readonly JsonLine[]; readonly isCut: boolean } {
  const search = unfolding.search.trim().toLowerCase();
  const withMatch = search === '' ? undefined : branchesWithMatches(root, search);
  const lines: JsonLine[] = [];
  let isCut = false;
  const walk = (value: JsonValue, steps: readonly PathStep[], id: string, depth: number): void => {
    const children = childrenOf(value);
    children.forEach(([step, name, child], at) => {
      if (lines.length >= limit) {
        isCut = true;
        return;
      }
      const childId = `${id}/${at}`;
      const isOpen =
        isBranch(child) &&
        (unfolding.changed.get(childId) ??
          (withMatch ? withMatch.has(childId) : depth < unfolding.openDepth && sizeOf(child) > 0));
      const childSteps = [...steps, step];
      lines.push({
        path: printPath(childSteps),
        field: printPath(childSteps.map(anyElement)),
        id: childId,
        name,
        depth,
        position: at + 1,
        siblings: children.length,
        value: child,
        isOpen,
      });
      if (isOpen) walk(child, childSteps, childId, depth + 1);
    });
  };
  walk(root, base, '', 0);
  return { lines, isCut };
}
