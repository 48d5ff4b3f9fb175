import type { Filter } from '../../filter/filter.ts';
import { all, is, isAmong, matches, not } from '../conditions.ts';
import { recordingActions } from '../recording/recording-change.ts';
import { lastingVerbs } from './grammar.ts';
import { actionsWithStates } from './states.ts';

const named = [
  ...[...actionsWithStates.keys()].map((key) => key.split(' ')[1] ?? ''),
  ...recordingActions.map(([, action]) => action),
];
const verbs = new Set([...lastingVerbs, ...named.flatMap((name) => /^[A-Z][a-z]*/.exec(name) ?? [])]);

/**
 * Calls that were done and may begin or end something that lasts, by the first word of their names. Reading and writing of data
 * lets nobody in and is left out, also where records are too old to say their category.
 */
export const canLast: Filter = all(
  is('consequence', 'change'),
  is('result', 'done'),
  matches('eventName', `^(${[...verbs].sort().join('|')})[A-Z]`),
  not(is('eventCategory', 'Data')),
  not(
    all(
      is('eventSource', 's3.amazonaws.com'),
      isAmong('eventName', [
        'PutObject',
        'DeleteObject',
        'DeleteObjects',
        'CreateMultipartUpload',
        'PutObjectAcl',
      ]),
    ),
  ),
);
