import { AppError } from '../../../../../shared/bridge/errors.ts';
import type { PathStep } from '../../../../../shared/filter/path.ts';

/** The same place as an RFC 6901 pointer, in which no key is special. */
const jsonPointer = (steps: readonly PathStep[]): string =>
  steps
    .map((step) => {
      if (step.kind === 'index') return `/${step.index}`;
      return step.kind === 'any' ? '' : `/${step.key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    })
    .join('');

/**
 * A path as DuckDB's JSON functions read it: `$."requestParameters"."a b"[0]`. Every key is quoted, so no character of it
 * has a meaning of its own. `[*]` anywhere makes DuckDB give a list of the matches. DuckDB takes the key `*` for every key
 * even in quotes, so such a path becomes a pointer; throws `filter-syntax` when it has `[*]` too, which pointers lack.
 */
export function jsonPath(steps: readonly PathStep[]): string {
  if (steps.some((step) => step.kind === 'key' && step.key === '*')) {
    if (!steps.some((step) => step.kind === 'any')) return jsonPointer(steps);
    throw new AppError('filter-syntax', 'A path with a key that is itself “*” cannot have [*] as well.');
  }
  return `$${steps
    .map((step) => {
      if (step.kind === 'any') return '[*]';
      if (step.kind === 'index') return `[${step.index}]`;
      return `."${step.key.replace(/["\\]/g, '\\$&')}"`;
    })
    .join('')}`;
}
