import type { Filter, Test } from '../../../shared/filter/filter.ts';
import { fromConjuncts } from '../../../shared/filter/conjuncts.ts';

/** Which of the noted events the Notes screen shows. */
export interface NotedChoice {
  /** A tag; null for any or none. */
  readonly tag: string | null;
  readonly colour: string | null;
  readonly isStarred: boolean;
  readonly isCommented: boolean;
  /** Text in a comment. */
  readonly text: string;
}

/** Every noted event. */
export const anyNoted: NotedChoice = {
  tag: null,
  colour: null,
  isStarred: false,
  isCommented: false,
  text: '',
};

const field = (name: string, test: Test): Filter => ({ kind: 'field', field: name, test });
const is = (value: string | boolean): Test => ({ op: 'equals', value, caseSensitive: false });

/** The choice as a filter on the fields of notes; always one that only noted events pass. */
export function notedFilter(choice: NotedChoice): Filter {
  const parts = [
    ...(choice.tag === null ? [] : [field('note.tag', is(choice.tag))]),
    ...(choice.colour === null ? [] : [field('note.colour', is(choice.colour))]),
    ...(choice.isStarred ? [field('note.star', is(true))] : []),
    ...(choice.isCommented && choice.text === '' ? [field('note.comment', { op: 'exists' })] : []),
    ...(choice.text === ''
      ? []
      : [
          field('note.comment', {
            op: 'wildcard',
            pattern: `*${choice.text.replace(/[*?\\]/g, '\\$&')}*`,
            caseSensitive: false,
          }),
        ]),
  ];
  return fromConjuncts(parts.length > 0 ? parts : [field('note.time', { op: 'exists' })]);
}
