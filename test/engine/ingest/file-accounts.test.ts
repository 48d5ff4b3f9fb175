import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileChoice } from '../../../shared/contract/evidence.ts';
import { eventHistoryColumns } from '../../../shared/table/event-history.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const account = '111122223333';
const other = '444455556666';
const eventId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The console's Event history after a spreadsheet: the account is gone or rounded; `resources` has the ARNs. */
function history(
  rows: readonly { readonly n: number; readonly cell?: string; readonly resources?: string }[],
): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const line = ({ n, cell = '', resources = '' }: (typeof rows)[number]): string => {
    const cells: Record<string, string> = {
      'User name': 'maya',
      'Event time': `2025-03-03T10:00:${String(n).padStart(2, '0')}Z`,
      'Event source': 's3.amazonaws.com',
      'Event name': 'GetBucketAcl',
      'AWS region': 'eu-west-1',
      'Event ID': eventId(n),
      Resources: resources,
      'Recipient account ID': cell,
      'Recipient Account Id': cell,
    };
    return eventHistoryColumns.map((name) => quoted(cells[name] ?? '')).join(',');
  };
  return [eventHistoryColumns.join(','), ...rows.map(line)].join('\r\n');
}

const arn = (of: string): string =>
  JSON.stringify([{ resourceType: 'AWS::IAM::Role', resourceName: `arn:aws:iam::${of}:role/deploy` }]);

async function accounts({ call }: TestEngine): Promise<unknown[]> {
  const { columns } = await call('events.window', {
    question: all,
    sort: [{ field: 'eventID', descending: false }],
    offset: 0,
    limit: 100,
    columns: ['recipientAccountId'],
  });
  return columns[0] ?? [];
}

const ledger = async ({ call }: TestEngine) =>
  (await call('ledger.list', { status: null, offset: 0, limit: 100 })).rows;

async function assign(engine: TestEngine, files: FileChoice, to: string | null): Promise<string | null> {
  const { jobId } = await engine.call('ledger.assignAccount', { files, account: to });
  const job = await engine.finished(jobId);
  expect(job.state).toBe('done');
  return job.result;
}

async function imported(files: Readonly<Record<string, string>>) {
  const root = tempFolder();
  const archive = writeFiles(join(root, 'trail'), files);
  const engine = testEngine(root);
  await engine.importAll(archive);
  return { engine, archive };
}

describe('the account of a file', () => {
  it('is inferred where every ARN names it, with a remark, and the text stays as it was', async () => {
    const text = history([{ n: 1, resources: arn(account) }, { n: 2 }]);
    const { engine } = await imported({ 'a.csv': text });
    expect(await accounts(engine)).toEqual([account, account]);
    const [row] = await ledger(engine);
    expect(row?.givenAccount).toBe(account);
    expect(row?.reason).toContain(`Account ${account} is inferred for its records that name none`);
    const { ids } = await engine.call('events.window', {
      question: all,
      sort: [],
      offset: 0,
      limit: 1,
      columns: [],
    });
    expect((await engine.call('events.detail', { id: ids[0] ?? '' })).raw).not.toContain(
      'recipientAccountId',
    );
  });

  it.each([
    [
      'two ARNs disagree',
      [
        { n: 1, resources: arn(account) },
        { n: 2, resources: arn(other) },
      ],
    ],
    ['no ARN is there', [{ n: 1 }, { n: 2 }]],
    [
      'a rounded cell is another account',
      [
        { n: 1, resources: arn(account) },
        { n: 2, cell: '4.44455E+11' },
      ],
    ],
  ])('is not inferred where %s', async (_why, rows) => {
    const { engine } = await imported({ 'a.csv': history(rows) });
    expect(await accounts(engine)).toContain(null);
    expect((await ledger(engine))[0]?.givenAccount).toBe(null);
  });

  it('is assigned by a person, merges with the copies of that account, and is taken back whole', async () => {
    const { engine } = await imported({
      'a.csv': history([{ n: 1 }, { n: 2 }]),
      'b.json': logText([record(2, { recipientAccountId: other }), record(3)]),
    });
    const before = await accounts(engine);
    const summary = async () => {
      const { records, events, duplicates } = await engine.call('ledger.summary', {});
      return { records, events, duplicates };
    };
    const sums = await summary();
    const file = (await ledger(engine)).find(({ path }) => path.endsWith('a.csv'));
    const choice: FileChoice = { kind: 'files', ids: [file?.id ?? 0] };
    expect(await assign(engine, choice, account)).toBe(
      `Account ${account} assigned to 1 file, for the records that name none.`,
    );
    expect((await accounts(engine)).filter((one) => one === null)).toEqual([]);
    expect((await ledger(engine)).find(({ path }) => path.endsWith('a.csv'))).toMatchObject({
      givenAccount: account,
      reason: expect.stringContaining(`Account ${account} was assigned`),
    });
    await assign(engine, choice, other);
    expect(await accounts(engine)).toContain(other);
    await assign(engine, choice, null);
    expect(await accounts(engine)).toEqual(before);
    expect(await summary()).toEqual(sums);
    expect((await ledger(engine)).find(({ path }) => path.endsWith('a.csv'))?.givenAccount).toBe(null);
  });

  it('stands in work.jsonl and the journal, and holds after the database was made anew', async () => {
    const { engine, archive } = await imported({ 'a.csv': history([{ n: 1 }]) });
    await assign(engine, { kind: 'source', path: archive }, account);
    const { path } = (await engine.call('workspace.current', {}))!;
    await engine.call('workspace.close', {});
    const [line] = readFileSync(join(path, 'work.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({
      kind: 'file-account',
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      value: account,
      id: expect.any(String),
      at: expect.any(String),
      by: expect.any(String),
    });
    expect(readFileSync(join(path, 'journal.jsonl'), 'utf8')).toContain('"account.assigned"');
    await engine.call('workspace.open', { grant: engine.grant(path), lock: 'respect', rebuild: true });
    const { jobId } = await engine.call('ingest.start', { grants: null });
    await engine.finished(jobId);
    expect(await accounts(engine)).toEqual([account]);
  });

  it('is refused for files without records', async () => {
    const { engine } = await imported({ 'notes.txt': 'nothing' });
    const [row] = await ledger(engine);
    const { jobId } = await engine.call('ledger.assignAccount', {
      files: { kind: 'files', ids: [row?.id ?? 0] },
      account,
    });
    expect(await engine.finished(jobId)).toMatchObject({ state: 'failed', error: { code: 'not-found' } });
  });
});
