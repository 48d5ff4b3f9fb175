import { afterAll, expect, test } from 'vitest';
import type { NoteRecord } from '../../../../shared/contract/annotations.ts';
import { codeOf, countInWords, everyFault, withFault, type FaultCount } from '../../../support/faults.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const count: FaultCount = { injected: 0, confirmed: 0, lost: 0 };
afterAll(() => console.info(countInWords(count)));

type Change = (engine: TestEngine, comment: string, tag: string) => Promise<unknown>;
const target = { kind: 'question', question: all } as const;
const changes: Readonly<Record<string, Change>> = {
  'a tag': ({ call }, _comment, tag) => call('notes.change', { target, change: { do: 'tag', tag } }),
  'a comment changed': ({ call }, id, text) => call('notes.editComment', { id, text }),
  'a change taken back': ({ call }, id) => call('notes.undo', { id, isRedo: false }),
};

/** What the notes say, without what was only needed to go on. */
const told = (history: readonly NoteRecord[]): string =>
  JSON.stringify(
    history
      .filter(({ change }) => change.do !== 'star' && change.do !== 'unstar')
      .map(({ id, change, isUndone }) => ({ id, change, isUndone })),
  );

test.each(Object.entries(changes))('a fault at every call of the system in %s', async (_name, change) => {
  const archive = writeFiles(tempFolder(), { 'a.json.gz': logFile([record(1), record(2), record(3)]) });
  const engine = testEngine();
  await engine.importAll(archive);
  const { path = '' } = (await engine.call('workspace.current', {})) ?? {};
  const reopen = async (): Promise<void> => {
    await engine.call('workspace.close', {});
    const opened = await engine.call('workspace.open', {
      grant: engine.grant(path),
      lock: 'respect',
      rebuild: false,
    });
    expect(opened.isReadOnly).toBe(false);
  };
  const notesOf = async (id: string): Promise<string> => {
    const history = await engine.call('notes.history', { limit: 1_000 });
    const [events] = await engine.call('notes.read', { ids: [id] });
    return `${told(history)} ${JSON.stringify(events?.comments.map(({ text }) => text))} ${JSON.stringify(events?.tags.map(({ tag }) => tag))}`;
  };
  const { ids } = await engine.call('events.window', {
    ...{ question: all, sort: [{ field: 'eventTime', descending: false }] },
    ...{ offset: 0, limit: 1, columns: [] },
  });
  const event = ids[0] ?? '';
  let number = 0;
  count.injected += await everyFault(async (kind, nth) => {
    number += 1;
    const comment = await engine.call('notes.change', {
      target: { kind: 'events', ids: [event] },
      change: { do: 'comment', text: `comment ${number}` },
    });
    const before = await notesOf(event);
    const outcome = await withFault(kind, nth, () => change(engine, comment.id ?? '', `tag ${number}`));
    if (kind !== 'kill') {
      // What was refused is nowhere, and the next change is taken.
      if (outcome.error !== undefined) expect(outcome.error).toMatchObject({ code: codeOf[kind] });
      const now = await notesOf(event);
      expect(now === before).toBe(outcome.error !== undefined);
      await engine.call('notes.change', { target, change: { do: number % 2 ? 'star' : 'unstar' } });
      await reopen();
      const found = await notesOf(event);
      if (outcome.error === undefined) count.confirmed += 1;
      if (found !== now) count.lost += 1;
      expect(found).toBe(now);
      return outcome;
    }
    const confirmed = outcome.error === undefined ? await notesOf(event) : undefined;
    await reopen();
    const found = await notesOf(event);
    const { length } = (await engine.call('notes.history', { limit: 1_000 })).filter(
      (one) => one.change.do === 'comment',
    );
    // Each try noted one comment before; what was interrupted may be there or not.
    expect(length).toBe(number);
    if (confirmed === undefined) expect(outcome.error).toBeDefined();
    else {
      count.confirmed += 1;
      if (found !== confirmed) count.lost += 1;
      expect(found).toBe(confirmed);
    }
    return outcome;
  });
});
