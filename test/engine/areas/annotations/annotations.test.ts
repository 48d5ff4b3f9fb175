import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../../shared/contract/common.ts';
import type { NotesSummary, NoteTarget } from '../../../../shared/contract/annotations.ts';
import type { EventNotes } from '../../../../shared/annotations/event-notes.ts';
import type { NoteChange } from '../../../../shared/annotations/change.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const total = 600;
const records = Array.from({ length: total }, (_, n) =>
  record(n, {
    eventTime: new Date(Date.UTC(2025, 2, 3) + n * 60_000).toISOString().replace('.000', ''),
    eventName: n % 3 === 0 ? 'AssumeRole' : 'GetObject',
    recipientAccountId: n % 2 === 0 ? '111122223333' : '444455556666',
  }),
);

let engine: TestEngine;
let workspace: string;
let archive: string;
beforeEach(async () => {
  archive = writeFiles(tempFolder(), {
    'a.json.gz': logFile(records.slice(0, 300)),
    'b.json.gz': logFile(records.slice(300)),
  });
  engine = testEngine();
  await engine.importAll(archive);
  workspace = (await engine.call('workspace.current', {}))?.path ?? '';
});

const asked = (text: string): Question => {
  const { filter, problems } = parseFilter(text);
  if (!filter || problems.length > 0) throw new Error(`${text}: ${problems[0]?.message ?? 'no filter'}`);
  return { ...all, filter };
};
const count = async (filter: string, from = engine): Promise<number> =>
  (await from.call('events.count', { question: asked(filter) })).total;
const change = (target: NoteTarget, wanted: NoteChange) =>
  engine.call('notes.change', { target, change: wanted });
const matching = (filter: string): NoteTarget => ({ kind: 'question', question: asked(filter) });
const byTime = [{ field: 'eventTime', descending: false }];
const window = (columns: string[], filter: Filter = all.filter) =>
  engine.call('events.window', {
    question: { ...all, filter },
    sort: byTime,
    offset: 0,
    limit: 1_000,
    columns,
  });
const firstIds = async (n: number): Promise<string[]> => (await window([])).ids.slice(0, n);
const notesOn = async (id: string): Promise<EventNotes> =>
  (await engine.call('notes.read', { ids: [id] }))[0] ?? fail();
const fail = (): never => {
  throw new Error('No notes were answered.');
};
const textFile = (): string => join(workspace, 'annotations.jsonl');
const reopen = async (options: { rebuild?: boolean } = {}): Promise<void> => {
  await engine.call('workspace.close', {});
  await engine.call('workspace.open', {
    grant: engine.grant(workspace),
    lock: 'respect',
    rebuild: options.rebuild ?? false,
  });
};

const notesVersion = async (): Promise<number> => {
  const stop = new AbortController();
  const version = await new Promise<number>((resolve) => {
    const onProgress = (summary: NotesSummary): void => resolve(summary.version);
    engine.call('notes.watch', {}, { signal: stop.signal, onProgress }).catch(() => undefined);
  });
  stop.abort();
  return version;
};
const versionsNow = async () => {
  const { versions } = (await engine.call('workspace.current', {})) ?? fail();
  return { events: versions.events, annotations: await notesVersion() };
};
/** Rows of a filter's answer by time, as a page chooses them with the versions it was told. */
const rowsOf = async (filter: string, from: number, to: number): Promise<NoteTarget> => ({
  kind: 'rows',
  versions: await versionsNow(),
  question: asked(filter),
  sort: byTime,
  spans: [{ from, to }],
});

describe('rows noted by their places', () => {
  /** An answer about notes, then a change of them: the page hears of another version of the notes. */
  const answerAboutNotes = async (change: NoteChange): Promise<void> => {
    await count('note.star:true or note.tag:*');
    await engine.call('notes.change', { target: { kind: 'events', ids: await firstIds(1) }, change });
  };

  it('can be noted after an answer about notes', async () => {
    const { annotations } = await versionsNow();
    await answerAboutNotes({ do: 'star' });
    expect((await versionsNow()).annotations).toBe(annotations + 1);
    const done = await change(await rowsOf('eventName:GetObject', 0, 5), { do: 'tag', tag: 'rows' });
    expect(done.events).toBe(5);
  });

  it('are refused after a removed source, however often notes were asked about', async () => {
    const early = record(7_000, { eventTime: '2025-01-01T00:00:00Z', eventName: 'EarlyEvent' });
    const more = writeFiles(tempFolder(), { 'early.json': logFile([early]) });
    await engine.finished((await engine.call('ingest.start', { grants: [engine.grant(more)] })).jobId);
    for (const wanted of ['star', 'unstar', 'star'] as const) await answerAboutNotes({ do: wanted });
    const chosen = await rowsOf('', 0, 3);
    await engine.finished((await engine.call('ingest.removeSource', { path: more })).jobId);
    for (let answers = 0; answers < 6; answers += 1) {
      await expect(change(chosen, { do: 'tag', tag: 'moved' })).rejects.toMatchObject({
        code: 'data-changed',
      });
      await answerAboutNotes({ do: answers % 2 === 0 ? 'unstar' : 'star' });
    }
    expect(await count('note.tag:moved')).toBe(0);
  });

  it('are refused when a change of notes moved the rows of an answer about notes', async () => {
    await count('note.star:false');
    const chosen = await rowsOf('note.star:false', 0, 3);
    await change({ kind: 'events', ids: await firstIds(3) }, { do: 'star' });
    await expect(change(chosen, { do: 'tag', tag: 'moved' })).rejects.toMatchObject({ code: 'data-changed' });
    expect(await count('note.tag:moved')).toBe(0);
  });

  it('keep their version through a restart, and lose it with the evidence', async () => {
    const chosen = await rowsOf('', 0, 3);
    await reopen();
    expect((await change(chosen, { do: 'tag', tag: 'kept' })).events).toBe(3);
    const more = writeFiles(tempFolder(), { 'c.json': logFile([record(7_001)]) });
    await engine.finished((await engine.call('ingest.start', { grants: [engine.grant(more)] })).jobId);
    await reopen();
    await expect(change(chosen, { do: 'tag', tag: 'moved' })).rejects.toMatchObject({ code: 'data-changed' });
  });
});

describe('notes', () => {
  it('stars, tags, colours and comments on events, and searches by each', async () => {
    const [one = '', two = '', three = ''] = await firstIds(3);
    await change({ kind: 'events', ids: [one, two] }, { do: 'star' });
    await change({ kind: 'events', ids: [two, three] }, { do: 'tag', tag: 'lateral  movement ' });
    await change({ kind: 'events', ids: [two] }, { do: 'tag', tag: 'Lead' });
    await change({ kind: 'events', ids: [three] }, { do: 'colour', colour: 'red' });
    await change({ kind: 'events', ids: [one] }, { do: 'comment', text: 'First seen here, “odd”' });

    expect(await count('note.star:true')).toBe(2);
    expect(await count('note.star:false')).toBe(total - 2);
    expect(await count('note.tag:lead')).toBe(1);
    expect(await count('note.tag:"lateral movement"')).toBe(2);
    expect(await count('note.tag=LEAD')).toBe(0);
    expect(await count('note.tag:lat*')).toBe(2);
    expect(await count('note.tag:(lead, nothing)')).toBe(1);
    expect(await count('not note.tag:lead')).toBe(total - 1);
    expect(await count('note.tag:*')).toBe(2);
    expect(await count('absent(note.tag)')).toBe(total - 2);
    expect(await count('null(note.tag)')).toBe(0);
    expect(await count('note.colour:red')).toBe(1);
    expect(await count('note.comment:*odd*')).toBe(1);
    expect(await count(`note.author:"${userInfo().username}"`)).toBe(3);
    expect(await count('note.time>2020-01-01')).toBe(3);
    expect(await count('note.time<2020-01-01')).toBe(0);
    expect(await count('note.tag:lead or note.colour:red or eventName:AssumeRole')).toBe(202);
    expect(await count('eventName:AssumeRole and not note.star:true')).toBe(199);

    const rows = await window(['note.star', 'note.tag', 'note.colour', 'note.comment', 'note.author']);
    expect(rows.columns.map((column) => column[0])).toEqual([
      true,
      null,
      null,
      'First seen here, “odd”',
      userInfo().username,
    ]);
    expect(rows.columns.map((column) => column[1])).toEqual([
      true,
      'Lead, lateral movement',
      null,
      null,
      userInfo().username,
    ]);
    expect(rows.columns.map((column) => column[5])).toEqual([false, null, null, null, null]);
  });

  it('says who noted what and when, and edits and removes comments', async () => {
    const [one = ''] = await firstIds(1);
    const before = Date.now() * 1_000;
    await change({ kind: 'events', ids: [one] }, { do: 'star' });
    const { id } = await change({ kind: 'events', ids: [one] }, { do: 'comment', text: 'a' });
    await engine.call('notes.editComment', { id: id ?? '', text: 'b' });
    const notes = await notesOn(one);
    expect(notes.star?.author).toBe(userInfo().username);
    expect(notes.star?.atMicros).toBeGreaterThanOrEqual(before - 1_000);
    expect(notes.comments).toMatchObject([{ id, text: 'b', events: 1 }]);
    expect(notes.comments[0]?.edited?.author).toBe(userInfo().username);
    expect(await count('note.comment:b')).toBe(1);
    await engine.call('notes.undo', { id: id ?? '', isRedo: false });
    expect((await notesOn(one)).comments).toEqual([]);
    await reopen();
    const [again = ''] = await firstIds(1);
    expect((await notesOn(again)).comments).toEqual([]);
    await engine.call('notes.undo', { id: id ?? '', isRedo: true });
    expect((await notesOn(again)).comments).toMatchObject([{ text: 'b' }]);
  });

  it('survives a rebuild of the database and reading the evidence in another order', async () => {
    await change(matching('eventName:AssumeRole'), { do: 'tag', tag: 'role' });
    await change(matching('recipientAccountId:444455556666'), { do: 'star' });
    const tagged = records.filter((one) => one['eventName'] === 'AssumeRole').map((one) => one['eventID']);
    await reopen({ rebuild: true });
    expect(await count('note.tag:role')).toBe(0);
    const { jobId } = await engine.call('ingest.start', { grants: null });
    await engine.finished(jobId);
    const found = await window(['eventID'], asked('note.tag:role').filter);
    expect(found.columns[0]).toEqual(tagged);
    expect(await count('note.star:true')).toBe(total / 2);
    rmSync(join(workspace, 'events.duckdb'), { force: true });
  });

  it('changes only events that are not so already, and undoes exactly what a change did', async () => {
    const ids = await firstIds(10);
    const first = await change({ kind: 'events', ids: ids.slice(0, 4) }, { do: 'tag', tag: 'a' });
    const second = await change({ kind: 'events', ids }, { do: 'tag', tag: 'A' });
    expect([first.events, second.events]).toEqual([4, 6]);
    expect(await change({ kind: 'events', ids }, { do: 'tag', tag: 'a' })).toEqual({ id: null, events: 0 });
    await engine.call('notes.undo', { id: second.id ?? '', isRedo: false });
    expect(await count('note.tag:a')).toBe(4);
    await engine.call('notes.undo', { id: second.id ?? '', isRedo: true });
    expect(await count('note.tag:a')).toBe(10);
    expect((await change({ kind: 'events', ids }, { do: 'untag', tag: 'a' })).events).toBe(10);
    expect(await count('note.tag:*')).toBe(0);
    const history = await engine.call('notes.history', { limit: 10 });
    expect(history.map(({ change: { do: what }, events }) => [what, events])).toEqual([
      ['untag', 10],
      ['tag', 6],
      ['tag', 4],
    ]);
  });

  it('notes rows of a sorted answer by their places', async () => {
    const sort = [{ field: 'eventTime', descending: true }];
    const spans = [
      { from: 0, to: 5 },
      { from: 100, to: 110 },
    ];
    const versions = await versionsNow();
    const target = {
      kind: 'rows',
      versions,
      question: asked('eventName:GetObject'),
      sort,
      spans,
    } as const;
    expect((await change(target, { do: 'star' })).events).toBe(15);
    const before = change(
      { ...target, versions: { ...versions, events: versions.events - 1 } },
      { do: 'tag', tag: 'moved' },
    );
    await expect(before).rejects.toMatchObject({ code: 'data-changed' });
    const starred = await window(['eventTime'], asked('note.star:true').filter);
    const expected = records
      .filter((one) => one['eventName'] === 'GetObject')
      .map((one) => Date.parse(String(one['eventTime'])) * 1_000)
      .reverse()
      .filter((_, row) => row < 5 || (row >= 100 && row < 110))
      .reverse();
    expect(starred.columns[0]).toEqual(expected);
  });

  it('keeps up when evidence comes and goes', async () => {
    const more = writeFiles(tempFolder(), {
      'c.json': logFile([record(5_000, { eventName: 'DeleteTrail' }), records[0] ?? {}]),
    });
    const grant = engine.grant(more);
    await engine.finished((await engine.call('ingest.start', { grants: [grant] })).jobId);
    await change(matching('eventName:DeleteTrail'), { do: 'star' });
    expect(await count('note.star:true')).toBe(1);
    const removed = await engine.call('ingest.removeSource', { path: more });
    await engine.finished(removed.jobId);
    expect(await count('note.star:true')).toBe(0);
    const stop = new AbortController();
    const summary = await new Promise((resolve) => {
      void engine
        .call('notes.watch', {}, { signal: stop.signal, onProgress: resolve })
        .catch(() => undefined);
    });
    stop.abort();
    expect(summary).toMatchObject({ events: 0, missing: 1 });
    await engine.finished((await engine.call('ingest.start', { grants: [grant] })).jobId);
    expect(await count('note.star:true')).toBe(1);
  });

  it('knows records without an event ID by their text, and twins of an identity together', async () => {
    const nameless = record(9_000, { eventName: 'NoIdentity', eventID: undefined, requestID: undefined });
    const twin = record(1, { userAgent: 'another' });
    const more = writeFiles(tempFolder(), {
      'd.json': logFile([nameless, { ...nameless, userAgent: 'x' }]),
      'e.json': logFile([nameless, { ...records[1], ...twin, eventName: 'Conflict' }]),
    });
    await engine.finished((await engine.call('ingest.start', { grants: [engine.grant(more)] })).jobId);
    const rows = await window(['userAgent'], asked('eventName:NoIdentity').filter);
    expect(rows.ids).toHaveLength(3);
    const plain = rows.ids.filter((_, row) => rows.columns[0]?.[row] !== 'x');
    await change({ kind: 'events', ids: plain.slice(0, 1) }, { do: 'star' });
    expect(await count('note.star:true and eventName:NoIdentity')).toBe(2);
    await change(matching('eventName:Conflict'), { do: 'tag', tag: 'twin' });
    expect(await count('note.tag:twin')).toBe(
      await count(`eventID:${String(records[1]?.['eventID'])} and recipientAccountId:444455556666`),
    );
    await reopen({ rebuild: true });
    await engine.finished((await engine.call('ingest.start', { grants: null })).jobId);
    expect(await count('note.star:true and eventName:NoIdentity')).toBe(2);
    expect(await count('note.tag:twin')).toBeGreaterThan(0);
  });

  it('counts every change of notes, which is none of the evidence', async () => {
    const before = await versionsNow();
    const [one = '', two = ''] = await firstIds(2);
    await change({ kind: 'events', ids: [one] }, { do: 'star' });
    expect(await count('note.star:true')).toBe(1);
    await change({ kind: 'events', ids: [two] }, { do: 'star' });
    expect(await count('note.star:true')).toBe(2);
    expect(await versionsNow()).toEqual({ ...before, annotations: before.annotations + 2 });
  });

  it('gives marks for a timeline and notes in short', async () => {
    const ids = await firstIds(30);
    await change({ kind: 'events', ids }, { do: 'tag', tag: 'seen' });
    await change({ kind: 'events', ids: ids.slice(20, 22) }, { do: 'comment', text: 'look' });
    const view = { fromMicros: Date.UTC(2025, 2, 3) * 1_000, toMicros: Date.UTC(2025, 2, 3, 0, 25) * 1_000 };
    const marks = await engine.call('notes.marks', { question: all, view, limit: 3 });
    expect(marks.total).toBe(25);
    expect(marks.marks.map(({ id, comments }) => [id, comments])).toEqual([
      [ids[0], 0],
      [ids[20], 1],
      [ids[21], 1],
    ]);
    const short = await engine.call('notes.of', { ids: [ids[21] ?? '', '999.999'] });
    expect(short).toEqual([
      { id: ids[21], isStarred: false, colour: null, tags: ['seen'], comments: 1, comment: 'look' },
    ]);
  });

  it('is a facet with every tag of an event, and completes its values', async () => {
    const ids = await firstIds(6);
    await change({ kind: 'events', ids }, { do: 'tag', tag: 'a' });
    await change({ kind: 'events', ids: ids.slice(0, 2) }, { do: 'tag', tag: 'b' });
    await change({ kind: 'events', ids: ids.slice(0, 1) }, { do: 'star' });
    const facet = (field: string, search = '') => ({ field, limit: 10, order: 'most' as const, search });
    const found = await engine.call('facets.list', {
      question: asked('note.tag:b'),
      facets: [facet('note.tag'), facet('note.star'), facet('eventName'), facet('note.tag', 'a')],
    });
    expect(found.map(({ distinct, values }) => [distinct, values])).toEqual([
      [
        3,
        [
          { value: null, count: total - 6 },
          { value: 'a', count: 6 },
          { value: 'b', count: 2 },
        ],
      ],
      [
        2,
        [
          { value: 'false', count: 1 },
          { value: 'true', count: 1 },
        ],
      ],
      [
        2,
        [
          { value: 'AssumeRole', count: 1 },
          { value: 'GetObject', count: 1 },
        ],
      ],
      [3, [{ value: 'a', count: 6 }]],
    ]);
    const suggested = await engine.call('values.suggest', { field: 'note.tag', typed: '', limit: 10 });
    expect(suggested).toEqual({
      values: [
        { value: 'a', count: 6 },
        { value: 'b', count: 2 },
      ],
      isSampled: false,
    });
  });

  it('can be asked in SQL, and a filter on notes shown as SQL runs there as it is', async () => {
    const ids = await firstIds(4);
    await change({ kind: 'events', ids }, { do: 'tag', tag: "it's" });
    await change({ kind: 'events', ids: ids.slice(0, 1) }, { do: 'star' });
    const rowsOf = async (sql: string): Promise<number> =>
      (await engine.call('sql.run', { sql, limit: 1_000 }, { onProgress: () => undefined })).rows;
    expect(await rowsOf(`SELECT * FROM notes.marks WHERE kind = 'tag'`)).toBe(4);
    expect(await rowsOf(`SELECT * FROM notes.noted_events WHERE is_starred`)).toBe(1);
    for (const [filter, expected] of [
      [`note.tag:"it's" and not note.star:true`, 3],
      ['note.star:true', 1],
      ['note.time>2020-01-01', 4],
    ] as const) {
      const { sql } = await engine.call('search.sql', {
        question: asked(filter),
        sort: [{ field: 'note.tag', descending: true }],
        columns: ['eventTime', 'note.tag', 'note.star'],
      });
      expect(await rowsOf(sql), sql).toBe(expected);
    }
    await expect(rowsOf(`DELETE FROM notes.marks`)).rejects.toMatchObject({ code: 'sql-not-allowed' });
    await expect(rowsOf(`DELETE FROM notes.main.changes`)).rejects.toMatchObject({ code: 'sql-not-allowed' });
  });

  it('refuses tags that cannot be one, and changes of a workspace open for reading', async () => {
    const [one = ''] = await firstIds(1);
    const target: NoteTarget = { kind: 'events', ids: [one] };
    for (const tag of ['a,b', ' ', 'a\u202eb', 'line\nend']) {
      await expect(change(target, { do: 'tag', tag })).rejects.toMatchObject({ code: 'bad-params' });
    }
    await change(target, { do: 'star' });
    await engine.call('workspace.close', {});
    await engine.call('workspace.open', {
      grant: engine.grant(workspace),
      lock: 'read-only',
      rebuild: false,
    });
    expect(await count('note.star:true')).toBe(1);
    await expect(change(target, { do: 'unstar' })).rejects.toMatchObject({ code: 'workspace-locked' });
    expect(readFileSync(textFile(), 'utf8').trim().split('\n')).toHaveLength(1);
  });
});

describe('annotations.jsonl', () => {
  const lines = (): string[] => readFileSync(textFile(), 'utf8').split('\n').slice(0, -1);

  it('is text that says who did what to which events', async () => {
    const [one = '', two = ''] = await firstIds(2);
    await change({ kind: 'events', ids: [one, two] }, { do: 'tag', tag: 'lead' });
    expect(lines().map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        id: expect.any(String) as string,
        at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        by: userInfo().username,
        do: 'tag',
        tag: 'lead',
        events: {
          '111122223333': [records[0]?.['eventID']],
          '444455556666': [records[1]?.['eventID']],
        },
      },
    ]);
  });

  it('a torn last line is set aside and nothing before it is lost', async () => {
    const [one = '', two = ''] = await firstIds(2);
    await change({ kind: 'events', ids: [one] }, { do: 'star' });
    await change({ kind: 'events', ids: [two] }, { do: 'star' });
    await engine.call('workspace.close', {});
    const whole = readFileSync(textFile(), 'utf8');
    writeFileSync(textFile(), whole.slice(0, -30));
    await engine.call('workspace.open', { grant: engine.grant(workspace), lock: 'respect', rebuild: false });
    expect((await engine.call('workspace.current', {}))?.notices.join()).toContain('cut off by a crash');
    expect(await count('note.star:true')).toBe(1);
    await change({ kind: 'events', ids: [two] }, { do: 'star' });
    await reopen();
    expect(await count('note.star:true')).toBe(2);
    expect((await engine.call('workspace.current', {}))?.notices).toEqual([]);
  });

  it('wherever a write was cut off, at most the last note is lost', async () => {
    const ids = await firstIds(3);
    await change({ kind: 'events', ids }, { do: 'tag', tag: 'first' });
    const { id } = await change({ kind: 'events', ids }, { do: 'tag', tag: 'second' });
    await engine.call('notes.undo', { id: id ?? '', isRedo: false });
    await engine.call('workspace.close', {});
    const whole = readFileSync(textFile());
    const ends = [...whole.keys()].filter((at) => whole[at] === 0x0a).map((at) => at + 1);
    const [one = 0, two = 0, three = 0] = ends;
    for (const cut of [1, one - 1, one, one + 1, two - 1, two, two + 7, three - 2, three - 1, three]) {
      writeFileSync(textFile(), whole.subarray(0, cut));
      await engine.call('workspace.open', {
        grant: engine.grant(workspace),
        lock: 'respect',
        rebuild: false,
      });
      // A line is whole without its line end.
      const kept = ends.filter((end) => end - 1 <= cut).length;
      expect(await count('note.tag:first'), `cut at ${cut}`).toBe(kept >= 1 ? 3 : 0);
      expect(await count('note.tag:second'), `cut at ${cut}`).toBe(kept === 2 ? 3 : 0);
      await engine.call('workspace.close', {});
      expect(readFileSync(textFile())).toEqual(whole.subarray(0, ends[kept - 1] ?? 0));
    }
  });

  it('a change of several lines counts only when all of them are there', async () => {
    const [one = ''] = await firstIds(1);
    await change({ kind: 'events', ids: [one] }, { do: 'star' });
    await engine.call('workspace.close', {});
    const part = {
      id: 'cut',
      at: '2025-01-01T00:00:00Z',
      by: 'x',
      do: 'tag',
      tag: 'cut',
      part: 1,
      parts: 2,
      events: { '111122223333': [records[0]?.['eventID']] },
    };
    appendFileSync(textFile(), `${JSON.stringify(part)}\n`);
    await engine.call('workspace.open', { grant: engine.grant(workspace), lock: 'respect', rebuild: false });
    expect(await count('note.tag:cut')).toBe(0);
    expect(await count('note.star:true')).toBe(1);
    expect(lines()).toHaveLength(1);
  });

  it('merged copies count once; lines of other versions and a missing line end do no harm', async () => {
    const [one = '', two = ''] = await firstIds(2);
    await change({ kind: 'events', ids: [one] }, { do: 'tag', tag: 'Lead' });
    await change({ kind: 'events', ids: [two] }, { do: 'comment', text: 'c' });
    await engine.call('workspace.close', {});
    const [first = '', second = ''] = lines();
    const other = JSON.stringify({
      ...(JSON.parse(first) as object),
      id: 'theirs',
      by: 'colleague',
      tag: 'lead',
    });
    const future = JSON.stringify({ id: 'f', at: '2030-01-01T00:00:00Z', by: 'y', do: 'pin', events: {} });
    const hostile =
      '{"id":"h","at":"2030-01-01T00:00:00Z","by":"y","do":"star","events":{"__proto__":["x"]}}';
    writeFileSync(textFile(), [first, second, 'no json', future, hostile, first, second, other].join('\n'));
    await engine.call('workspace.open', { grant: engine.grant(workspace), lock: 'respect', rebuild: false });
    const rows = await window(['note.tag', 'note.comment']);
    expect(rows.columns.map((column) => column.slice(0, 2))).toEqual([
      ['Lead', null],
      [null, 'c'],
    ]);
    expect(await count('note.author:colleague')).toBe(1);
    expect((await engine.call('workspace.current', {}))?.notices.join()).toContain('2 lines');
    await change({ kind: 'events', ids: [two] }, { do: 'star' });
    await reopen();
    expect(await count('note.star:true')).toBe(1);
    expect(lines().filter((line) => line !== '')).toHaveLength(9);
  });
});
