import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { all, testEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const changed = 'The file changed since it was imported before.';

it('tells a file whose content changed between two imports, and keeps what was read of it before', async () => {
  const archive = writeFiles(tempFolder(), {
    'a.json': logText([record(1), record(2)]),
    'b.json': logText([record(3)]),
    'c.json': 'not finished',
  });
  const engine = testEngine();
  await engine.importAll(archive);
  const again = async (): Promise<unknown[][]> => {
    const { jobId } = await engine.call('ingest.start', { grants: null });
    expect(await engine.finished(jobId)).toMatchObject({ state: 'done' });
    const { rows } = await engine.call('ledger.list', { status: null, offset: 0, limit: 20 });
    return rows.map(({ path, status, events, duplicates, reason }) => [
      path.split('/').at(-1),
      status,
      events,
      duplicates,
      reason?.includes(changed) ?? false,
    ]);
  };
  writeFileSync(join(archive, 'a.json'), logText([record(2), record(4)]));
  writeFileSync(join(archive, 'b.json'), logText([record(1), record(2)]));
  writeFileSync(join(archive, 'c.json'), logText([record(5)]));
  const expected = [
    ['a.json', 'accepted', 2, 0, false],
    ['b.json', 'accepted', 1, 0, false],
    ['a.json', 'accepted', 1, 1, true],
    // Its content is that of the first a.json.
    ['b.json', 'same-content', 0, 2, true],
    // It was no log before: nothing that was imported changed.
    ['c.json', 'accepted', 1, 0, false],
  ];
  const lines = await again();
  expect(lines).toHaveLength(5);
  expect(lines).toEqual(expect.arrayContaining(expected));
  expect(await again()).toEqual(lines);
  expect((await engine.call('events.count', { question: all })).total).toBe(5);
  const { records, events, duplicates, reasons } = await engine.call('ledger.summary', {});
  expect({ records, events, duplicates }).toEqual({ records: 8, events: 5, duplicates: 3 });
  expect(reasons).toContainEqual({
    status: 'accepted',
    kind: 's3-log',
    kindLabel: 'CloudTrail log file',
    reason: changed,
    files: 1,
  });
});
