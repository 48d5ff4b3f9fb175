import type { EventDetail } from '../../../shared/contract/events.ts';
import { everything } from '../../../shared/filter/filter.ts';
import { onlyThis } from '../../../shared/filter/facet-selection.ts';
import type { ExploreState } from '../../state/explore.svelte.ts';
import { fieldLabel, shownValue } from './value-actions.ts';
import { around, fiveMinutesMicros, microsOf } from './times.ts';

/** One step from an event to the events that share something with it. */
export interface Pivot {
  readonly label: string;
  readonly value: string;
  readonly step: string;
  readonly change: (state: ExploreState) => Partial<ExploreState>;
}

const sharedFields = [
  ['userIdentity.accessKeyId', 'Same access key'],
  ['principal', 'Same principal'],
  ['userIdentity.principalId', 'Same session'],
  ['sourceIPAddress', 'Same source IP'],
  ['requestID', 'Same request'],
  ['sharedEventID', 'Same action in other accounts'],
] as const;

/** The pivots an event offers. Each begins a new search in the present scope; undo leads back. */
export function pivotsOf({ fields }: Pick<EventDetail, 'fields'>): readonly Pivot[] {
  const shared = sharedFields.flatMap(([field, label]): Pivot[] => {
    const value = fields[field];
    if (typeof value !== 'string' || value === '') return [];
    // Without a session the ID names the user, whom “same principal” covers.
    if (field === 'userIdentity.principalId' && !value.includes(':')) return [];
    return [
      {
        label,
        value,
        step: `${label}: ${fieldLabel(field)} ${shownValue({ field, value })}`,
        change: () => ({ filter: onlyThis(everything, field, value) }),
      },
    ];
  });
  const micros = microsOf(fields['eventTime']);
  if (micros === undefined) return shared;
  const range = around(micros, fiveMinutesMicros);
  return [
    ...shared,
    {
      label: '5 minutes around',
      value: 'everything else that happened',
      step: '5 minutes around an event',
      change: (state) => ({ filter: everything, scope: { ...state.scope, range } }),
    },
  ];
}
