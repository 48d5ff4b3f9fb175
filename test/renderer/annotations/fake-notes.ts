import type { EngineHandlers } from '../../../shared/contract/index.ts';
import type { NoteMark, NoteRecord, NotesSummary, NoteTarget } from '../../../shared/contract/annotations.ts';
import type { EventNotes } from '../../../shared/annotations/event-notes.ts';
import type { NoteChange } from '../../../shared/annotations/change.ts';

const author = 'maya';
const atMicros = 1_700_000_000_000_000;
const signed = { author, atMicros };

/** Notes in the memory of a test, with the calls of the contract. Targets that are no ids are answered by `idsOf`. */
export function fakeNotes(idsOf: (target: NoteTarget) => string[] = () => []): {
  readonly answers: Partial<EngineHandlers>;
  readonly changes: readonly { readonly target: NoteTarget; readonly change: NoteChange }[];
} {
  const events = new Map<string, EventNotes>();
  const changes: { target: NoteTarget; change: NoteChange }[] = [];
  const history: NoteRecord[] = [];
  const undos: (() => void)[] = [];
  const watchers = new Set<(summary: NotesSummary) => void>();
  let version = 1;
  const notesOf = (id: string): EventNotes =>
    events.get(id) ?? { id, star: null, colour: null, tags: [], comments: [] };
  const isNoted = ({ star, colour, tags, comments }: EventNotes): boolean =>
    star !== null || colour !== null || tags.length > 0 || comments.length > 0;
  const noted = (): EventNotes[] => [...events.values()].filter(isNoted);
  const summary = (): NotesSummary => {
    const tags = new Map<string, number>();
    for (const { tags: own } of noted()) for (const { tag } of own) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    return {
      version,
      events: noted().length,
      starred: noted().filter(({ star }) => star).length,
      missing: 0,
      tags: [...tags].map(([tag, count]) => ({ tag, events: count })),
    };
  };
  const tell = (): void => {
    version += 1;
    for (const report of watchers) report(summary());
  };
  const changed = (before: EventNotes, change: NoteChange, id: string): EventNotes => {
    switch (change.do) {
      case 'star':
        return before.star ? before : { ...before, star: signed };
      case 'unstar':
        return before.star ? { ...before, star: null } : before;
      case 'tag':
        return before.tags.some(({ tag }) => tag === change.tag)
          ? before
          : { ...before, tags: [...before.tags, { tag: change.tag, ...signed }] };
      case 'untag':
        return { ...before, tags: before.tags.filter(({ tag }) => tag !== change.tag) };
      case 'colour':
        return { ...before, colour: change.colour && { colour: change.colour, ...signed } };
      case 'comment':
        return {
          ...before,
          comments: [...before.comments, { id, text: change.text, ...signed, edited: null, events: 1 }],
        };
    }
  };
  const markOf = ({ id, star, colour, tags, comments }: EventNotes): NoteMark => ({
    id,
    isStarred: star !== null,
    colour: colour?.colour ?? null,
    tags: tags.map(({ tag }) => tag),
    comments: comments.length,
    comment: comments.at(-1)?.text ?? null,
  });
  const answers: Partial<EngineHandlers> = {
    'notes.watch': (_params, { signal, report }) => {
      report(summary());
      watchers.add(report);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
      );
    },
    'notes.change': ({ target, change }) => {
      changes.push({ target, change });
      const ids = target.kind === 'events' ? target.ids : idsOf(target);
      const id = `change-${history.length}`;
      const before = new Map(events);
      let count = 0;
      for (const one of ids) {
        const now = notesOf(one);
        const next = changed(now, change, id);
        if (next !== now) count += 1;
        events.set(one, next);
      }
      if (count === 0) return { id: null, events: 0 };
      history.unshift({ id, ...signed, change, events: count, isUndone: false });
      undos.unshift(() => {
        events.clear();
        for (const [key, value] of before) events.set(key, value);
      });
      tell();
      return { id, events: count };
    },
    'notes.undo': ({ id }) => {
      const at = history.findIndex((one) => one.id === id);
      undos[at]?.();
      const record = history[at];
      if (record) history[at] = { ...record, isUndone: true };
      tell();
      return { events: record?.events ?? 0 };
    },
    'notes.editComment': ({ id, text }) => {
      for (const [key, one] of events) {
        const comments = one.comments.map((comment) =>
          comment.id === id ? { ...comment, text, edited: signed } : comment,
        );
        events.set(key, { ...one, comments });
      }
      tell();
      return {};
    },
    'notes.of': ({ ids }) => ids.map(notesOf).filter(isNoted).map(markOf),
    'notes.read': ({ ids }) => ids.map(notesOf),
    'notes.history': () => [...history],
  };
  return { answers, changes };
}
