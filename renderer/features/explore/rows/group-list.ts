import type { ParamsOf } from '../../../../shared/bridge/contract.ts';
import type { EventGroup, groupingContract } from '../../../../shared/contract/grouping.ts';
import type { Trail } from '../../../state/trail.ts';

const firstGroups = 500;

type Asked = Omit<ParamsOf<(typeof groupingContract)['groups.window']>, 'offset' | 'limit'>;

/** Groups as they are counted within one question. */
export interface GroupList {
  readonly groups: number;
  readonly events: number;
  readonly largest: number;
  readonly load: (offset: number, limit: number, signal: AbortSignal) => Promise<readonly EventGroup[]>;
}

/** Counts groups; each is given the values of the groups around them before its own. */
export async function groupList(
  engine: Trail['engine'],
  asked: Asked,
  around: EventGroup['values'],
  signal: AbortSignal,
): Promise<GroupList> {
  const ask = async (offset: number, limit: number, stop: AbortSignal) => {
    const found = await engine('groups.window', { ...asked, offset, limit }, { signal: stop });
    return {
      ...found,
      groups: found.groups.map((group) => ({ ...group, values: [...around, ...group.values] })),
    };
  };
  const first = await ask(0, firstGroups, signal);
  return {
    groups: first.total,
    events: first.events,
    largest: Math.max(1, ...first.groups.map((group) => group.events)),
    load: async (offset, limit, stop) =>
      offset + limit <= first.groups.length
        ? first.groups.slice(offset, offset + limit)
        : (await ask(offset, limit, stop)).groups,
  };
}
