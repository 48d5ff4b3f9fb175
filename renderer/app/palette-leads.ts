import { wholeScope, type Question } from '../../shared/contract/common.ts';
import { fromConjuncts, conjuncts } from '../../shared/filter/conjuncts.ts';
import { isEverything } from '../../shared/filter/normalise.ts';
import { leadWord, type Lead } from '../../shared/filter/recognise.ts';
import { plural } from '../kit/format.ts';
import { around, minutesMicros } from '../services/values/times.ts';
import { subjectsOf, subjectWord, type Subject } from '../services/values/subject.ts';
import { reportFailure } from '../state/report-failure.ts';
import type { Trail } from '../state/trail.ts';
import type { PaletteEntry } from './palette.ts';

/** How many events of the whole archive a lead has; undefined while they are being counted. */
type LeadCounts = ReadonlyMap<string, number>;

/** Names a lead among others, as an element can be named. */
export const leadKey = ({ kind, value }: Lead): string => `${kind}-${value.replaceAll(/\s/g, '-')}`;

/** All events that have the lead, whatever the scope leaves out. */
export const questionOf = ({ filter }: Lead): Question => ({ scope: wholeScope, filter });

const entry = (id: string, title: string, kind: string | undefined, run: () => void): PaletteEntry => ({
  ...{ id, title, kind, keys: undefined, run },
});

/** The pages about a lead. */
function pagesOf({ kind, value }: Lead): readonly Subject[] {
  if (kind === 'account') return [{ kind: 'account', value }];
  if (kind === 'bucket') return [{ kind: 'resource', value }];
  return kind === 'key' || kind === 'arn' || kind === 'address' ? subjectsOf('', value) : [];
}

/** Searches for a lead in place of what was searched for before. */
function searchFor({ explore, screens }: Trail, lead: Lead): void {
  explore.narrow(`${leadWord(lead)} ${lead.value}`, { filter: lead.filter, groupBy: [] });
  screens.go('explore');
}

function addToSearch({ explore, screens }: Trail, lead: Lead): void {
  explore.narrow(`Also ${leadWord(lead)} ${lead.value}`, {
    filter: fromConjuncts([...conjuncts(explore.state.filter), lead.filter]),
  });
  screens.go('explore');
}

/** Selects the one event that has the ID; a search for it leaves out nothing else. */
async function showEvent(trail: Trail, lead: Lead): Promise<void> {
  const { engine, explore, screens } = trail;
  await reportFailure(trail, async () => {
    const sort = [{ field: 'eventTime', descending: true }];
    const asked = { question: questionOf(lead), sort, offset: 0, limit: 1, columns: [] };
    const [id] = (await engine('events.window', asked)).ids;
    if (id === undefined) return;
    explore.adjust({ selectedId: id });
    screens.go('explore');
  });
}

/** What can be done with a lead in an open workspace: its event or page, a search for it, a further filter. */
export function leadEntries(trail: Trail, lead: Lead, counts: LeadCounts): readonly PaletteEntry[] {
  const key = leadKey(lead);
  const count = counts.get(key);
  const events = count === undefined ? 'counting …' : count === 0 ? 'no events' : plural(count, 'event');
  const name = `${leadWord(lead)} ${lead.value}`;
  const isSearched = !isEverything(trail.explore.state.filter);
  const ways = [
    ...(lead.kind === 'id' && count === 1
      ? [entry(`event-${key}`, `Show the event ${lead.value}`, '', () => void showEvent(trail, lead))]
      : []),
    ...pagesOf(lead).map((subject) =>
      entry(`page-${subject.kind}-${key}`, `Open ${subjectWord(subject)} page of ${subject.value}`, '', () =>
        trail.screens.go('profile', { ...subject }),
      ),
    ),
    entry(`search-${key}`, `Search for ${name}`, '', () => searchFor(trail, lead)),
    ...(isSearched
      ? [entry(`add-${key}`, `Add to the search: ${name}`, '', () => addToSearch(trail, lead))]
      : []),
  ];
  return ways.map((way, at) => ({ ...way, kind: at === 0 ? events : undefined }));
}

const aroundMinutes = 5;

/** Goes to a moment: the events around it. `shown` is the moment as it is shown. */
export const timeEntry = ({ explore, screens }: Trail, micros: number, shown: string): PaletteEntry =>
  entry('time', `Go to ${shown}`, `± ${aroundMinutes} minutes`, () => {
    explore.narrowScope(`Around ${shown}`, { range: around(micros, minutesMicros(aroundMinutes)) });
    screens.go('explore');
  });

/** Looks for whatever was typed in every record. */
export const textEntry = ({ explore, screens }: Trail, typed: string): PaletteEntry =>
  entry('text', `Search all records for “${typed}”`, undefined, () => {
    explore.narrow(`Text ${typed}`, { filter: { kind: 'text', text: typed }, groupBy: [] });
    screens.go('explore');
  });

/** Opens a workspace of before and looks for the lead there. */
export const workspaceEntry = (
  trail: Trail,
  lead: Lead,
  workspace: { readonly id: string; readonly title: string; readonly open: () => Promise<void> },
): PaletteEntry =>
  entry(`${workspace.id}-${leadKey(lead)}`, `Look for it in ${workspace.title}`, leadWord(lead), () => {
    void workspace.open().then(() => {
      if (trail.session.info) searchFor(trail, lead);
    });
  });
