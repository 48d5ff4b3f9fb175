import { sampleIntruder } from '../../../shared/contract/workspaces.ts';
import { wholeScope } from '../../../shared/contract/common.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import { everything, type Filter } from '../../../shared/filter/filter.ts';
import { around, minutesMicros } from '../../services/values/times.ts';
import { commands } from '../../services/commands.svelte.ts';
import type { Trail } from '../../state/trail.ts';

/** One step of the guide through the sample investigation. */
export interface SampleStep {
  readonly name: string;
  /** A verb phrase, on its button. */
  readonly title: string;
  /** What to see once it is done. */
  readonly told: string;
  readonly run: (guide: Guide) => Promise<void>;
}

/** What a step works with; `onopen` shows the detail of the event that is selected. */
interface Guide {
  readonly trail: Trail;
  readonly onopen: () => void;
}

const is = (field: string, value: string): Filter => ({
  kind: 'field',
  field,
  test: { op: 'equals', value, caseSensitive: true },
});
const all = (...of: readonly Filter[]): Filter => ({ kind: 'and', of: [...of] });
const byIntruder = is('userIdentity.userName', sampleIntruder);

/** The first event of a search, whatever is on screen. Errors: a plain one when there is none, those of the engine. */
async function firstOf(
  { engine }: Trail,
  filter: Filter,
  columns: readonly string[],
): Promise<{ readonly id: string; readonly cells: readonly Cell[] }> {
  const found = await engine('events.window', {
    question: { scope: wholeScope, filter },
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 1,
    columns: [...columns],
  });
  const [id] = found.ids;
  if (id === undefined) throw new Error('The sample investigation does not hold the event of this step.');
  return { id, cells: found.columns.map((column) => column[0] ?? null) };
}

async function showConsequence({ trail: { explore } }: Guide): Promise<void> {
  explore.narrow('Only what has consequence', {
    scope: { ...explore.state.scope, onlyConsequence: true },
    groupBy: [],
  });
}

async function openSignIn({ trail, onopen }: Guide): Promise<void> {
  const signIns = all(is('eventName', 'ConsoleLogin'), byIntruder);
  const { id } = await firstOf(trail, all(signIns, is('result', 'done')), []);
  trail.explore.narrow('Sign-ins of one user', {
    filter: signIns,
    scope: wholeScope,
    groupBy: [],
    selectedId: id,
  });
  onopen();
}

async function followKey({ trail }: Guide): Promise<void> {
  const created = all(is('eventName', 'CreateAccessKey'), is('requestParameters.userName', sampleIntruder));
  const { cells } = await firstOf(trail, created, ['responseElements.accessKey.accessKeyId']);
  const key = String(cells[0]);
  trail.explore.narrow(`What key ${key} did`, {
    filter: is('userIdentity.accessKeyId', key),
    scope: { ...wholeScope, onlyConsequence: true },
    groupBy: [],
  });
}

const reachMinutes = 60;

async function findLoggingChange({ trail, onopen }: Guide): Promise<void> {
  const { id, cells } = await firstOf(trail, all(is('eventName', 'StopLogging'), byIntruder), ['eventTime']);
  trail.explore.narrow('Around the end of logging', {
    filter: everything,
    scope: { ...wholeScope, onlyConsequence: true },
    view: around(Number(cells[0]), minutesMicros(reachMinutes)),
    groupBy: [],
    selectedId: id,
  });
  onopen();
}

async function noteAndExport({ trail }: Guide): Promise<void> {
  const { selectedId } = trail.explore.state;
  const id = selectedId ?? (await firstOf(trail, all(is('eventName', 'StopLogging'), byIntruder), [])).id;
  await trail.notes.change({ kind: 'events', ids: [id] }, { do: 'tag', tag: 'key finding' });
  commands.run('export');
}

/** A way through the sample investigation, each step by what the application does for any archive. */
export const sampleSteps: readonly SampleStep[] = [
  {
    name: 'consequence',
    title: 'Show only what has consequence',
    told: 'Changes, new credentials and secrets that were read. All else is hidden, not gone: Ctrl+Z takes a step back.',
    run: showConsequence,
  },
  {
    name: 'sign-in',
    title: 'Open a sign-in without MFA',
    told: 'Failed attempts, then one that worked, without MFA. The detail says from where and with which client.',
    run: openSignIn,
  },
  {
    name: 'key',
    title: 'Follow the new key',
    told: 'What one access key did that the intruder had made. Every key, address and identity can be followed like this: right-click it.',
    run: followKey,
  },
  {
    name: 'logging',
    title: 'Find where logging stopped',
    told: 'The triangles above the bars mark changes of what is recorded; this one stopped a trail.',
    run: findLoggingChange,
  },
  {
    name: 'export',
    title: 'Note it and export',
    told: 'The event is tagged “key finding”. An export holds what is on screen, and a file beside it says what that was.',
    run: noteAndExport,
  },
];
