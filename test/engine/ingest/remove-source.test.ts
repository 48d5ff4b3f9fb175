import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { zipOf } from '../../support/archives.ts';
import { logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

/** All that can be told apart about a workspace, without the numbers its files were given. */
async function holdings({ call }: TestEngine) {
  const { statuses, records, events, duplicates, aggregated, refused, conflicts, kinds } = await call(
    'ledger.summary',
    {},
  );
  const { rows } = await call('ledger.list', { status: null, offset: 0, limit: 2_000 });
  const { ids } = await call('events.window', {
    question: all,
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 2_000,
    columns: [],
  });
  const details = await Promise.all(ids.map((id) => call('events.detail', { id })));
  const addresses: unknown[] = [];
  await call(
    'sql.run',
    { sql: 'SELECT "sourceIPAddress" FROM ip_addresses ORDER BY 1', limit: 100 },
    {
      onProgress: (told) => {
        if (told.kind === 'rows') addresses.push(...told.columns);
      },
    },
  );
  return {
    totals: { statuses, records, events, duplicates, aggregated, refused, conflicts, kinds },
    files: rows
      .map(({ id: _id, memberOf: _memberOf, ...line }) => line)
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    events: details
      .map(({ id: _id, ...detail }) => detail)
      .sort((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0)),
    addresses,
  };
}

async function afterRemoval(keep: string, remove: string): Promise<Awaited<ReturnType<typeof holdings>>> {
  const engine = testEngine();
  await engine.importAll(remove, keep);
  const { jobId } = await engine.call('ingest.removeSource', { path: remove });
  expect(await engine.finished(jobId)).toMatchObject({ state: 'done' });
  expect((await engine.call('workspace.current', {}))?.sources).toEqual([keep]);
  return holdings(engine);
}

async function alone(source: string): Promise<Awaited<ReturnType<typeof holdings>>> {
  const engine = testEngine();
  await engine.importAll(source);
  return holdings(engine);
}

const reordered = (n: number): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record(n)).reverse());

describe('removing a source', () => {
  it('leaves what an import of the others alone would have made', async () => {
    const root = writeFiles(tempFolder(), {
      'a/only.json': logText([record(1), record(2)]),
      'a/shared.json': logText([record(3), record(4, { sourceIPAddress: '203.0.113.9' })]),
      'a/twin.json': logText([record(5), record(6)]),
      'a/conflict.json': logText([record(7, { eventName: 'Other' })]),
      'a/broken.json': `{"Records":[${JSON.stringify(record(8))},`,
      'a/notes.txt': 'call the bank',
      'a/sum.json': logText([record(20, { eventCategory: 'Aggregated', eventType: 'AwsAggregatedEvent' })]),
      'b/shared.json': logText([reordered(3), record(9)]),
      'b/again.json': logText([record(3), record(10)]),
      'b/twin-copy.json': logText([record(5), record(6)]),
      'b/twin-copy-2.json': logText([record(5), record(6)]),
      'b/conflict.json': logText([record(7)]),
      'b/sum.json': logText([record(20, { eventCategory: 'Aggregated', eventType: 'AwsAggregatedEvent' })]),
      'b/odd.json': logText([record(11)]).replace('maya', 'ma\\ud800ya'),
      'a/odd.json': logText([record(11), record(12)]).replace('maya', 'ma\\ud800ya'),
      'b/notes.txt': 'call the bank',
    });
    const expected = await alone(join(root, 'b'));
    expect(expected.totals.duplicates).toBeGreaterThan(0);
    expect(expected.addresses).toEqual([['198.51.100.7']]);
    expect(await afterRemoval(join(root, 'b'), join(root, 'a'))).toEqual(expected);
  });

  it('does so whatever lies in them', async () => {
    const file = fc.record({
      name: fc.constantFrom('p', 'q', 'r', 's'),
      records: fc.array(
        fc.record({ n: fc.integer({ min: 1, max: 5 }), isReordered: fc.boolean(), differs: fc.boolean() }),
        { maxLength: 4 },
      ),
    });
    const source = fc.array(file, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(source, source, async (a, b) => {
        const folder = tempFolder();
        const put = (name: string, files: typeof a): void => {
          writeFiles(
            folder,
            Object.fromEntries(
              files.map((one) => [
                `${name}/${one.name}.json`,
                logText(
                  one.records.map(({ n, isReordered, differs }) => ({
                    ...(isReordered ? reordered(n) : record(n)),
                    ...(differs ? { userAgent: 'other' } : {}),
                  })),
                ),
              ]),
            ),
          );
        };
        put('a', a);
        put('b', b);
        const expected = await alone(join(folder, 'b'));
        expect(await afterRemoval(join(folder, 'b'), join(folder, 'a'))).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  }, 180_000);

  it('hands over archives and their members that another source holds too', async () => {
    const inner = zipOf([{ name: 'two.json', data: logText([record(3), record(4)]) }]);
    const both = zipOf([
      { name: 'in/one.json', data: logText([record(1), record(2)]) },
      { name: 'inner.zip', data: inner },
      { name: 'loose.json', data: logText([record(5)]) },
    ]);
    const root = writeFiles(tempFolder(), {
      'a/loose.json': logText([record(5)]),
      'a/x.zip': both,
      'a/p.zip': zipOf([
        { name: 'theirs.json', data: logText([record(6), record(7)]) },
        { name: 'ours.json', data: logText([record(8)]) },
      ]),
      'b/y.zip': both,
      'b/theirs.json': logText([record(6), record(7)]),
      'b/again.json': logText([record(1), reordered(6), record(9)]),
    });
    const expected = await alone(join(root, 'b'));
    expect(expected.files.map(({ path }) => path)).toContain(join(root, 'b', 'y.zip!/inner.zip!/two.json'));
    expect(await afterRemoval(join(root, 'b'), join(root, 'a'))).toEqual(expected);
  });

  it('keeps what lies below another source too', async () => {
    const root = writeFiles(tempFolder(), {
      'in/a.json': logText([record(1)]),
      'in/deep/b.json': logText([record(2)]),
    });
    const expected = await alone(join(root, 'in', 'deep'));
    expect(await afterRemoval(join(root, 'in', 'deep'), join(root, 'in'))).toEqual(expected);
  });

  it('tells what went, in the job and in the journal, and counts what each source brought', async () => {
    const root = writeFiles(tempFolder(), {
      'a/a.json': logText([record(1), record(2)]),
      'b/b.json': logText([record(2), record(3)]),
    });
    const engine = testEngine();
    const [a, b] = [join(root, 'a'), join(root, 'b')];
    await engine.importAll(a, b);
    expect(await engine.call('ledger.sources', {})).toMatchObject([
      { path: a, files: 1, records: 2, events: 2 },
      { path: b, files: 1, records: 2, events: 1 },
    ]);
    const { jobId } = await engine.call('ingest.removeSource', { path: a });
    const job = await engine.finished(jobId);
    expect(job).toMatchObject({ kind: 'remove-source', state: 'done' });
    expect(job.result).toContain('1 file, 2 records; 1 event less');
    const info = await engine.call('workspace.current', {});
    const journal = readFileSync(join(info!.path, 'journal.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(journal.at(-1)!)).toMatchObject({
      what: 'source.removed',
      detail: { path: a, files: 1, records: 2, events: 1 },
    });
    await expect(engine.call('ingest.removeSource', { path: a })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('can be added again', async () => {
    const root = writeFiles(tempFolder(), {
      'a/a.json': logText([record(1), record(2)]),
      'b/b.json': logText([record(2), record(3)]),
    });
    const [a, b] = [join(root, 'a'), join(root, 'b')];
    const engine = testEngine();
    await engine.importAll(a, b);
    const before = await holdings(engine);
    await engine.finished((await engine.call('ingest.removeSource', { path: a })).jobId);
    await engine.finished((await engine.call('ingest.start', { grants: [engine.grant(a)] })).jobId);
    const after = await holdings(engine);
    expect(after.totals).toEqual(before.totals);
    expect(after.events.map(({ raw }) => raw)).toEqual(before.events.map(({ raw }) => raw));
  });
});
