import {
  fieldNamed,
  fields,
  fieldTyped,
  searchableFields,
  type Field,
  type FieldType,
} from '../fields/catalogue.ts';
import { parsePath, printPath, type PathReading } from './path.ts';

/** Top-level keys of a record beyond the catalogue (AWS CloudTrail User Guide, "CloudTrail record contents"). */
const furtherRoots = [
  'addendum',
  'annotation',
  'edgeDeviceDetails',
  'eventContext',
  'insightDetails',
  'serviceEventDetails',
];

/** The first parts of our own fields beside the events; records have no such keys. */
const ownRoots: ReadonlySet<string> = new Set(['note', 'target']);

const isNested = (name: string): boolean => name.includes('.');

const roots = new Map(
  [...furtherRoots, ...fields.map((field) => field.name.split('.')[0] ?? '')].map((root) => [
    root.toLowerCase(),
    root,
  ]),
);

/** How a field's values are read and compared; `path` is anything without a column, whose values carry JSON types. */
export const fieldKind = (field: string): FieldType | 'path' => fieldNamed(field)?.type ?? 'path';

/** What a typed name turned out to be. */
export type ResolvedName =
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly suggestion: string | undefined };

/** The least number of single-character changes that turn one text into the other. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const plainLabel = (field: Field): string => field.label.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The name nearest to what was typed, or undefined when nothing is near. */
function nearestField(typed: string): string | undefined {
  const wanted = typed.toLowerCase();
  if (wanted.length > 60) return undefined;
  const candidates = [
    ...searchableFields.flatMap((field) => [
      { name: field.name, word: field.name.toLowerCase(), penalty: 0 },
      { name: field.name, word: plainLabel(field), penalty: 0.25 },
      ...(isNested(field.name)
        ? [{ name: field.name, word: lastPart(field.name).toLowerCase(), penalty: 0.5 }]
        : []),
    ]),
    ...furtherRoots.map((name) => ({ name, word: name.toLowerCase(), penalty: 0 })),
  ];
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const { name, word, penalty } of candidates) {
    const changes = editDistance(wanted, word);
    const isNear = changes <= Math.max(1, Math.floor(Math.min(wanted.length, word.length) / 3));
    if (isNear && (!best || changes + penalty < best.score)) best = { name, score: changes + penalty };
  }
  return best?.name;
}

/**
 * The field a typed path means. Catalogue names and the record's own top-level keys are found in any case; a first key
 * in brackets (`['name']`) is taken literally; a single unknown name is refused with the nearest known one.
 */
export function resolveName({ steps, isQuoted }: Pick<PathReading, 'steps' | 'isQuoted'>): ResolvedName {
  const path = printPath(steps);
  if (isQuoted) return { kind: 'field', field: path };
  const typed = fieldTyped(path);
  if (typed) return { kind: 'field', field: typed.name };
  const [first, ...rest] = steps;
  const name = first?.kind === 'key' ? first.key : '';
  if (ownRoots.has(name.toLowerCase()) && rest.length > 0) {
    return { kind: 'unknown', name: path, suggestion: nearestField(path) };
  }
  const root = roots.get(name.toLowerCase());
  if (root !== undefined) return { kind: 'field', field: printPath([{ kind: 'key', key: root }, ...rest]) };
  if (rest.length > 0) return { kind: 'field', field: path };
  return { kind: 'unknown', name, suggestion: nearestField(name) };
}

/** The field name in its one spelling; text that is no path stays as it is. */
export function canonicalField(field: string): string {
  const steps = parsePath(field);
  return steps ? printPath(steps) : field;
}

/** A field as a person types it, quoted in brackets where the plain spelling would mean another field or none. */
export function printField(field: string): string {
  const steps = parsePath(field) ?? [{ kind: 'key', key: field } as const];
  const resolved = resolveName({ steps, isQuoted: false });
  const path = printPath(steps);
  return resolved.kind === 'field' && resolved.field === path && parsePath(path)
    ? path
    : printPath(steps, true);
}
