import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NoteChange } from '../../../../shared/annotations/change.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

async function opened(records: readonly object[]) {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
  const workspace = (await engine.call('workspace.current', {}))?.path ?? '';
  return { ...engine, workspace };
}

const noteAll = ({ call }: TestEngine, change: NoteChange) =>
  call('notes.change', { target: { kind: 'question', question: all }, change });

async function count({ call }: TestEngine, text: string): Promise<number> {
  const { filter } = parseFilter(text);
  return (await call('events.count', { question: { ...all, filter: filter! } })).total;
}

async function reopen({ call, grant, workspace }: Awaited<ReturnType<typeof opened>>): Promise<void> {
  await call('workspace.close', {});
  await call('workspace.open', { grant: grant(workspace), lock: 'respect', rebuild: false });
}

describe('notes on records that attackers wrote', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', ''])(
    'keeps what is noted on events of the account “%s”',
    async (account) => {
      const engine = await opened([record(1, { recipientAccountId: account }), record(2)]);
      await noteAll(engine, { do: 'star' });
      await reopen(engine);
      expect(await count(engine, 'note.star:true')).toBe(2);
    },
  );

  it('keeps what is noted beside events with overlong IDs and accounts', async () => {
    const engine = await opened([
      record(1, { eventID: 'x'.repeat(5_000) }),
      record(2, { recipientAccountId: '\u0001'.repeat(200_000) }),
      record(3),
    ]);
    await noteAll(engine, { do: 'tag', tag: 'lead' });
    expect(await count(engine, 'note.tag:lead')).toBe(3);
    await reopen(engine);
    expect(await count(engine, 'note.tag:lead')).toBe(3);
    const text = readFileSync(join(engine.workspace, 'annotations.jsonl'), 'utf8');
    expect(text.length).toBeLessThan(2_000);
  });

  it('opens again after a comment with half a character', async () => {
    const engine = await opened([record(1)]);
    await noteAll(engine, { do: 'star' });
    await noteAll(engine, { do: 'comment', text: 'cut \ud83d' });
    await reopen(engine);
    const { ids } = await engine.call('events.window', {
      question: all,
      sort: [],
      offset: 0,
      limit: 1,
      columns: [],
    });
    const [notes] = await engine.call('notes.read', { ids });
    expect(notes?.comments.map(({ text }) => text)).toEqual(['cut \ufffd']);
  });

  it('passes over a line whose time is none', async () => {
    const engine = await opened([record(1)]);
    await noteAll(engine, { do: 'star' });
    const file = join(engine.workspace, 'annotations.jsonl');
    const line = JSON.parse(readFileSync(file, 'utf8').trim()) as object;
    await engine.call('workspace.close', {});
    appendFileSync(
      file,
      `${JSON.stringify({ ...line, id: 'other', do: 'colour', colour: 'red', at: '2024-01-01T00:00:00+05' })}\n`,
    );
    appendFileSync(file, `${JSON.stringify({ ...line, id: 'third', do: 'tag', tag: 'kept' })}\n`);
    await engine.call('workspace.open', {
      grant: engine.grant(engine.workspace),
      lock: 'respect',
      rebuild: false,
    });
    expect(await count(engine, 'note.star:true')).toBe(1);
    expect(await count(engine, 'note.tag:kept')).toBe(1);
    expect(await count(engine, 'note.colour:red')).toBe(0);
  });
});

describe('questions about notes', () => {
  it('are answered anew in folded lines after a change', async () => {
    const engine = await opened(Array.from({ length: 6 }, (_, n) => record(n)));
    const { filter } = parseFilter('note.star:true');
    const folded = () =>
      engine.call('folds.window', {
        question: { ...all, filter: filter! },
        descending: false,
        of: 'events',
        offset: 0,
        limit: 10,
        columns: [],
      });
    expect((await folded()).events).toBe(0);
    await noteAll(engine, { do: 'star' });
    expect((await folded()).events).toBe(6);
  });

  it('may be open when the workspace is closed', async () => {
    const engine = await opened([record(1)]);
    for (const change of [{ do: 'star' }, { do: 'unstar' }, { do: 'star' }, { do: 'unstar' }] as const) {
      await count(engine, 'note.star:true');
      await noteAll(engine, change);
      await reopen(engine);
    }
    // Nothing that the change set off may fail outside any call, which vitest reports as an error.
    expect(await count(engine, 'note.star:true')).toBe(0);
  });
});
