import * as v from 'valibot';
import type { Filter } from './filter.ts';
import { maxListLength, maxTextLength, maxTreeDepth, maxTreeSize } from './limits.ts';
import { parsePath } from './path.ts';

const text = v.pipe(v.string(), v.maxLength(maxTextLength));
const fieldName = v.pipe(
  v.string(),
  v.maxLength(1000),
  v.check((name) => parsePath(name) !== undefined, 'The field is neither a known name nor a path.'),
);
const number = v.pipe(v.number(), v.finite());
const scalar = v.union([text, number, v.boolean()]);
const bound = v.union([text, number]);
const caseSensitive = v.boolean();

const testSchema = v.variant('op', [
  v.strictObject({ op: v.literal('equals'), value: scalar, caseSensitive }),
  v.strictObject({
    op: v.literal('in'),
    values: v.pipe(v.array(scalar), v.maxLength(maxListLength)),
    caseSensitive,
  }),
  v.strictObject({ op: v.literal('wildcard'), pattern: text, caseSensitive }),
  v.strictObject({ op: v.literal('regex'), pattern: text, caseSensitive }),
  v.strictObject({ op: v.literal('compare'), than: v.picklist(['<', '<=', '>', '>=']), value: bound }),
  v.strictObject({ op: v.literal('between'), from: bound, to: bound }),
  v.strictObject({ op: v.literal('cidr'), block: v.pipe(v.string(), v.maxLength(100)) }),
  v.strictObject({ op: v.literal('exists') }),
  v.strictObject({ op: v.literal('absent') }),
  v.strictObject({ op: v.literal('null') }),
  v.strictObject({ op: v.literal('same-as'), field: fieldName, caseSensitive }),
]);

/** Walks any value without recursion: false when it is deeper or larger than a filter may be. */
function isBounded(value: unknown): boolean {
  const waiting: { readonly value: unknown; readonly objectsAround: number }[] = [
    { value, objectsAround: 0 },
  ];
  let size = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    size += 1;
    if (size > maxTreeSize * 4) return false;
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.objectsAround > maxTreeDepth) return false;
    const objectsAround = next.objectsAround + (Array.isArray(next.value) ? 0 : 1);
    for (const member of Object.values(next.value)) waiting.push({ value: member, objectsAround });
  }
  return true;
}

const members = v.pipe(v.array(v.lazy(() => node)), v.maxLength(maxListLength));

const node: v.GenericSchema<Filter> = v.variant('kind', [
  v.strictObject({ kind: v.literal('and'), of: members }),
  v.strictObject({ kind: v.literal('or'), of: members }),
  v.strictObject({ kind: v.literal('not'), of: v.lazy(() => node) }),
  v.strictObject({ kind: v.literal('field'), field: fieldName, test: testSchema }),
  v.strictObject({ kind: v.literal('text'), text }),
]);

/** A predicate tree from outside: exact shapes, valid field paths, and bounded in depth, size and text length. */
export const filterSchema: v.GenericSchema<Filter> = v.pipe(
  v.custom<Filter>(isBounded, 'The filter is too large or nested too deeply.'),
  node,
);
