import { AppError } from '../../../../shared/bridge/errors.ts';
import { fieldNamed, type FieldType } from '../../../../shared/fields/catalogue.ts';
import { parsePath, type PathStep } from '../../../../shared/filter/path.ts';

/** A field of the catalogue, which has a column. */
export interface FieldPlace {
  readonly kind: 'column';
  readonly field: string;
  readonly type: FieldType;
  /** Where the record's exact text has it; undefined for a field that is computed. */
  readonly inRecord: PathPlace | undefined;
}

/** A place in the JSON document that a column holds; `isMany` when the path has `[*]`. */
export interface PathPlace {
  readonly kind: 'path';
  readonly column: string;
  readonly steps: readonly PathStep[];
  readonly isMany: boolean;
}

const pathPlace = (column: string, steps: readonly PathStep[]): PathPlace => ({
  kind: 'path',
  column,
  steps,
  isMany: steps.some((step) => step.kind === 'any'),
});

/** Finds where a field's values are. Throws `filter-syntax` when the name is neither a field nor a path. */
export function placeOf(name: string): FieldPlace | PathPlace {
  const steps = parsePath(name);
  const [first, ...rest] = steps ?? [];
  if (!steps || first?.kind !== 'key') {
    throw new AppError(
      'filter-syntax',
      `“${name.slice(0, 100)}” is neither a field nor a path into the record.`,
    );
  }
  const field = fieldNamed(name);
  if (field) {
    const inRecord = field.derived ? undefined : pathPlace('raw', steps);
    return { kind: 'column', field: name, type: field.type, inRecord };
  }
  const isInColumn = fieldNamed(first.key)?.type === 'json';
  return isInColumn ? pathPlace(first.key, rest) : pathPlace('raw', steps);
}
