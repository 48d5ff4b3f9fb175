import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { writeFiles } from '../../../support/temp.ts';
import { about, csvRows, everything, exported, lines, newestFirst } from './exporting.ts';

const many = 12_000;
const names = ['GetBucketAcl', 'ListBuckets', 'PutObject'];

/** More events than a chunk of rows, in two files whose times interleave. */
async function manyEvents(): Promise<TestEngine> {
  const engine = testEngine();
  const at = (n: number): string => new Date(Date.UTC(2025, 2, 3) + (n % 5_000) * 1_000).toISOString();
  const all = Array.from({ length: many }, (_, n) =>
    record(n, { eventName: names[n % names.length], eventTime: at(n).replace('.000', '') }),
  );
  const trail = writeFiles(join(engine.folder, 'trail'), {
    'a.json.gz': logFile(all.filter((_one, n) => n % 2 === 0)),
    'b.json.gz': logFile(all.filter((_one, n) => n % 2 === 1)),
  });
  await engine.importAll(trail);
  return engine;
}

async function idsOnScreen({ call }: TestEngine, sort: typeof newestFirst): Promise<unknown[]> {
  const ids: unknown[] = [];
  const { question } = everything;
  for (let offset = 0; offset < many; offset += 2_000) {
    const shown = await call('events.window', { question, sort, offset, limit: 2_000, columns: ['eventID'] });
    ids.push(...(shown.columns[0] ?? []));
  }
  return ids;
}

const jsonIds = (path: string): string[] =>
  lines(path).map((line) => (JSON.parse(line) as { eventID: string }).eventID);

describe('more rows than are read at once', () => {
  test.each([
    ['newest first', newestFirst],
    ['oldest first', [{ field: 'eventTime', descending: false }]],
    [
      'by name, then newest first',
      [
        { field: 'eventName', descending: true },
        { field: 'eventTime', descending: true },
      ],
    ],
  ])('are written once each, in the order of the screen: %s', async (_name, sort) => {
    const engine = await manyEvents();
    const expected = await idsOnScreen(engine, sort);
    expect(new Set(expected).size).toBe(many);
    const raw = join(engine.folder, 'a.jsonl');
    await exported(engine, { ...everything, sort, format: 'jsonl' }, raw);
    expect(jsonIds(raw)).toEqual(expected);
    const narrow = join(engine.folder, 'narrow.csv');
    await exported(engine, { ...everything, sort, columns: ['eventID'] }, narrow);
    expect(csvRows(narrow).map((row) => row['eventID'])).toEqual(expected);
    const long = join(engine.folder, 'long.csv');
    await exported(engine, { ...everything, sort, columns: ['requestParameters', 'eventID'] }, long);
    const rows = csvRows(long);
    expect(rows.map((row) => row['eventID'])).toEqual(expected);
    expect(rows[0]?.['requestParameters']).toBe('{"bucketName":"ledger-archive"}');
  });

  test('are those of one moment, whatever an import adds meanwhile', async () => {
    const engine = await manyEvents();
    writeFiles(join(engine.folder, 'more'), {
      'c.json.gz': logFile(Array.from({ length: 5_000 }, (_, n) => record(n + 100_000))),
    });
    const path = join(engine.folder, 'a.jsonl');
    const { jobId } = await engine.call('export.start', {
      what: { ...everything, format: 'jsonl' },
      grant: engine.grant(path),
      isReplacing: false,
    });
    const started = await engine.call('ingest.start', {
      grants: [engine.grant(join(engine.folder, 'more'))],
    });
    const [job, imported] = [await engine.finished(jobId), await engine.finished(started.jobId)];
    expect([job.error, imported.error]).toEqual([null, null]);
    const ids = jsonIds(path);
    expect(new Set(ids).size).toBe(ids.length);
    expect([many, many + 5_000]).toContain(ids.length);
    expect(about(path)).toMatchObject({ counts: { rows: ids.length, eventsInWorkspace: ids.length } });
    expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true);
  });
});
