import { expect, it } from 'vitest';
import { zipOf } from '../../support/archives.ts';
import { testEngine } from '../../support/engine.ts';
import { logFile, logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const twin = logFile([record(3)]);

it('says of an import what the ledger says: log files, events, duplicates, twins, refused and other files', async () => {
  const archive = writeFiles(tempFolder(), {
    'a.json.gz': logFile([record(1), record(2)]),
    'b.json': logText([record(2), record(3)]),
    'c.json.gz': twin,
    'd.json.gz': twin,
    'broken.json.gz': logFile([record(9)]).subarray(0, 60),
    'notes.txt': 'what was asked of us',
    'readme.md': 'a folder of logs',
  });
  const engine = testEngine();
  const job = await engine.importAll(archive);
  expect(job.result).toBe(
    '6 records from 4 log files: 3 events, 3 duplicates merged; ' +
      '1 file with the same content as another, 1 file refused, 2 files of other kinds',
  );
  const { records, events, duplicates } = await engine.call('ledger.summary', {});
  expect({ records, events, duplicates }).toEqual({ records: 6, events: 3, duplicates: 3 });
  const info = await engine.call('workspace.current', {});
  expect(info).toMatchObject({ events: 3, files: 7, logFiles: 4 });
});

it('counts only what came with a later import, and no event twice when its better copy came last', async () => {
  const folder = tempFolder();
  const archive = writeFiles(folder, { 'a/1.json': logText([record(1)]) });
  const engine = testEngine(tempFolder());
  await engine.importAll(archive);
  writeFiles(folder, { 'a/0.json': logText([record(1), record(5)]) });
  const { jobId } = await engine.call('ingest.start', { grants: null });
  const later = await engine.finished(jobId);
  expect(later.result).toBe('2 records from 1 log file: 1 event, 1 duplicate merged; 1 file known already');
});

it('does not count an archive around log files as one of them', async () => {
  const archive = writeFiles(tempFolder(), {
    'all.zip': zipOf([
      { name: 'a.json', data: logText([record(1)]) },
      { name: 'b.json', data: logText([record(2)]) },
    ]),
  });
  const engine = testEngine();
  const job = await engine.importAll(archive);
  expect(job.result).toBe('2 records from 2 log files: 2 events');
  expect(await engine.call('workspace.current', {})).toMatchObject({ files: 3, logFiles: 2 });
});
