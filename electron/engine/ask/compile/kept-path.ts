import { requestKeyOf } from '../../../../shared/fields/request-keys.ts';
import { canonicalField } from '../../../../shared/filter/field-names.ts';
import type { Covered } from '../../derive/background-tables.ts';
import type { KeptPath } from '../dialects/dialect.ts';
import { placeOf } from './place.ts';

/** What is covered of an archive whose request keys are not kept. */
export const nothingCovered = 0;

/** A field as a path whose values are kept in the table of request keys; undefined for every other, and while nothing is kept. */
export function keptPathOf(field: string, covered: Covered): KeptPath | undefined {
  if (covered === nothingCovered) return undefined;
  const path = canonicalField(field);
  if (!requestKeyOf(path)) return undefined;
  const place = placeOf(field);
  return place.kind === 'path' ? { path, document: place.column, steps: place.steps, covered } : undefined;
}
