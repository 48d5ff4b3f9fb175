import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { NotesSummary } from '../../../../shared/contract/annotations.ts';
import { openDatabase } from '../../../../electron/engine/db/open.ts';
import type { LocalAnswers } from '../../../../electron/engine/archive/local.ts';
import { noteFieldsBeside } from '../../../../electron/engine/areas/annotations/fields.ts';
import { registerBesideFields } from '../../../../electron/engine/ask/beside-fields.ts';
import { unanswered } from '../../../../electron/engine/ask/question.ts';
import { Pool, type Reader } from '../../../../electron/engine/db/pool.ts';
import { Versions } from '../../../../electron/engine/derive/versions.ts';
import { sql } from '../../../../electron/engine/db/sql.ts';
import { Investigation } from '../../../../electron/engine/investigation.ts';
import { Notes, notesPart } from '../../../../electron/engine/areas/annotations/annotations.ts';
import { Folds } from '../../../../electron/engine/ask/folds.ts';
import { Cursors } from '../../../../electron/engine/ask/cursors.ts';
import { createWorkspaceFolder } from '../../../../electron/engine/workspace/create.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { wholeScope } from '../../../../shared/contract/common.ts';
import { tempFolder } from '../../../support/temp.ts';
import { derivedShapes } from '../../../support/derived-shapes.ts';
import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';

const question = unanswered({ scope: wholeScope, filter: everything });
const signal = new AbortController().signal;

it('tells of a change that comes while the first summary is made', async () => {
  const folder = tempFolder();
  const database = await openDatabase({
    path: join(folder, 'e.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
    derived: derivedShapes,
  });
  const pool = new Pool(database.instance);
  await pool
    .reader('count')
    .rows(
      sql`INSERT INTO trail.main.event_columns (file_id, ordinal, "eventID") SELECT 1, n, 'id-' || n FROM range(3) t(n)`,
    );
  const versions = new Versions(() => 1);
  const cursors = new Cursors(database.instance, versions);
  let isFirst = true;
  class ChangingPool extends Pool {
    override reader(...asked: Parameters<Pool['reader']>): Reader {
      const reader = super.reader(...asked);
      const one: Reader['one'] = async (query, shape) => {
        const answer = await reader.one(query, shape);
        if (!isFirst) return answer;
        isFirst = false;
        await notes.change({ kind: 'question', question }, { do: 'star' }, signal);
        return answer;
      };
      return { ...reader, one };
    }
  }
  const changing = new ChangingPool(database.instance);
  const notes = await Notes.open({
    path: join(folder, 'annotations.jsonl'),
    isReadOnly: false,
    instance: database.instance,
    pool: changing,
    cursors,
    folds: new Folds(database.instance, versions),
    versions,
  });
  onTestFinished(async () => {
    await notes.close();
    await Promise.all([pool.close(), changing.close()]);
    database.close();
  });
  const told: NotesSummary[] = [];
  const stop = new AbortController();
  const watching = notes.watch((summary) => told.push(summary), stop.signal);
  await expect.poll(() => told.at(-1)).toMatchObject({ starred: 3, version: 2 });
  stop.abort();
  await watching;
});

it('lets a workspace be closed while the page is about to hear of a change', async () => {
  const folder = tempFolder();
  const path = join(folder, 'a.trailglass');
  await createWorkspaceFolder({ path, sources: [], appVersion: '0', duckdbVersion: '0', title: 'a' });
  const told = vi.fn();
  const investigation = await Investigation.open({
    path,
    lock: 'respect',
    onChange: told,
    onStuck: () => undefined,
    answers: {} as LocalAnswers,
    derived: derivedTables,
    parts: [notesPart],
  });
  registerBesideFields(noteFieldsBeside);
  const { pool } = investigation;
  const notes = investigation.part(notesPart);
  await pool
    .reader('count')
    .rows(
      sql`INSERT INTO trail.main.event_columns (file_id, ordinal, "eventID") SELECT 1, n, 'id-' || n FROM range(3) t(n)`,
    );
  const filter = { kind: 'field', field: 'note.star', test: { op: 'exists' } } as const;
  await investigation.counts.total(unanswered({ scope: wholeScope, filter }), undefined);
  const giveBack: (() => void)[] = [];
  const held = Array.from({ length: 4 }, () =>
    pool.use('count', undefined, () => new Promise<void>((resolve) => giveBack.push(resolve))),
  );
  await expect.poll(() => giveBack.length).toBe(4);
  await notes.change({ kind: 'question', question }, { do: 'star' }, signal);
  const closing = investigation.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const one of giveBack) one();
  await Promise.all([...held, closing]);
  expect(told).not.toHaveBeenCalled();
});
