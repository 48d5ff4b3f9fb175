import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/cloudtrail/canonical.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

type Body = Record<string, unknown>;

const consoleHeader =
  'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A line of the console's table, which lacks most of the record; `hasAccount` false is an older console's. */
const consoleLine = (body: Body, hasAccount: boolean): string =>
  [
    ...['maya', '', text(body['eventTime']), text(body['eventSource']), text(body['eventName'])],
    ...[text(body['awsRegion']), text(body['sourceIPAddress']), text(body['userAgent']), '', '[]'],
    ...[text(body['requestID']), text(body['eventID']), 'true', 'AwsApiCall'],
    ...[hasAccount ? text(body['recipientAccountId']) : '', 'Management'],
  ]
    .map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');

/** One copy of an event as some container keeps it. */
type Copy =
  | { readonly as: 'log' | 'spaced' | 'reordered' | 'eventbridge' | 'lookup'; readonly body: Body }
  | { readonly as: 'console' | 'console without account'; readonly body: Body };

const isTable = ({ as }: Copy): boolean => as.startsWith('console');

/** What a file of one container looks like; copies of other containers are left to other files. */
function fileOf(copies: readonly Copy[]): Buffer {
  const [first] = copies;
  switch (first?.as) {
    case 'spaced':
      return Buffer.from(JSON.stringify({ Records: copies.map(({ body }) => body) }, null, 2));
    case 'reordered':
      return logFile(copies.map(({ body }) => Object.fromEntries(Object.entries(body).reverse())));
    case 'eventbridge':
      return Buffer.from(
        copies
          .map(({ body }) =>
            JSON.stringify({
              version: '0',
              id: `envelope-${text(body['eventID'])}`,
              'detail-type': 'AWS API Call via CloudTrail',
              source: 'aws.s3',
              detail: body,
            }),
          )
          .join('\n'),
      );
    case 'lookup':
      return Buffer.from(
        JSON.stringify({
          Events: copies.map(({ body }) => ({
            EventId: body['eventID'],
            CloudTrailEvent: JSON.stringify(body),
          })),
        }),
      );
    case 'console':
    case 'console without account':
      return Buffer.from(
        [consoleHeader, ...copies.map(({ body, as }) => consoleLine(body, as === 'console')), ''].join(
          '\r\n',
        ),
      );
    default:
      return logFile(copies.map(({ body }) => body));
  }
}

const copies: fc.Arbitrary<Copy> = fc
  .record({
    event: fc.nat(5),
    version: fc.constantFrom(0, 0, 0, 1),
    as: fc.constantFrom<Copy['as']>(
      ...(['log', 'log', 'spaced', 'reordered', 'eventbridge', 'lookup'] as const),
      ...(['console', 'console without account'] as const),
    ),
  })
  .map(({ event, version, as }) => ({
    as,
    body: record(
      event,
      version === 0 ? {} : { userAgent: `changed-${version}`, sourceIPAddress: '203.0.113.9' },
    ),
  }));

interface Layout {
  readonly order: readonly number[];
  /** The file and the import each copy comes in. */
  readonly files: readonly number[];
  readonly imports: readonly number[];
}

const layoutOf = (length: number): fc.Arbitrary<Layout> =>
  fc.record({
    order: fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length }),
    files: fc.array(fc.nat(3), { minLength: length, maxLength: length }),
    imports: fc.array(fc.nat(2), { minLength: length, maxLength: length }),
  });

const cases = fc
  .array(copies, { minLength: 2, maxLength: 10 })
  .chain((list) =>
    fc.record({ list: fc.constant(list), one: layoutOf(list.length), other: layoutOf(list.length) }),
  );

/** What the workspace holds after everything came in. */
interface Result {
  readonly events: readonly string[];
  readonly conflicts: unknown;
  readonly totals: unknown;
}

async function importedAs(list: readonly Copy[], layout: Layout): Promise<Result> {
  const folder = tempFolder();
  const archive = join(folder, 'archive');
  const engine = testEngine(folder);
  const rounds = new Map<number, Map<string, Copy[]>>();
  for (const index of layout.order) {
    const copy = list[index];
    if (!copy) continue;
    const round = layout.imports[index] ?? 0;
    const files = rounds.get(round) ?? new Map<string, Copy[]>();
    const name = `${layout.files[index] ?? 0}-${copy.as.replaceAll(' ', '-')}-${round}`;
    files.set(name, [...(files.get(name) ?? []), copy]);
    rounds.set(round, files);
  }
  let isFirst = true;
  for (const [, files] of [...rounds].sort(([a], [b]) => a - b)) {
    for (const [name, content] of files) {
      writeFiles(archive, { [`${name}.${isTable(content[0] as Copy) ? 'csv' : 'json'}`]: fileOf(content) });
    }
    if (isFirst) expect((await engine.importAll(archive)).state).toBe('done');
    else {
      const { jobId } = await engine.call('ingest.start', { grants: null });
      expect((await engine.finished(jobId)).state).toBe('done');
    }
    isFirst = false;
  }
  return resultOf(engine);
}

async function resultOf({ call }: TestEngine): Promise<Result> {
  const page = await call('events.window', {
    question: all,
    sort: [],
    offset: 0,
    limit: 2_000,
    columns: ['recipientAccountId', 'eventID', 'completeness'],
  });
  const events: string[] = [];
  for (const [row, id] of page.ids.entries()) {
    const { raw } = await call('events.detail', { id });
    events.push(JSON.stringify([...page.columns.map((column) => column[row]), canonicalJson(raw)]));
  }
  const {
    records,
    events: count,
    duplicates,
    aggregated,
    refused,
    conflicts,
  } = await call('ledger.summary', {});
  expect(records).toBe(count + duplicates + aggregated + refused);
  expect(refused).toBe(0);
  return {
    events: events.sort(),
    conflicts: [...conflicts].sort((a, b) => (a.eventID < b.eventID ? -1 : 1)),
    totals: { records, events: count, duplicates },
  };
}

describe('the order in which evidence comes in', () => {
  it('never changes events, duplicates and conflicts, in however many files and imports', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ list, one, other }) => {
        const [a, b] = [await importedAs(list, one), await importedAs(list, other)];
        expect(b).toEqual(a);
      }),
      {
        numRuns: Math.max(8, Math.ceil(Number(process.env['TRAILGLASS_FUZZ_RUNS'] ?? 0) / 2_000)),
        endOnFailure: true,
      },
    );
  }, 600_000);

  it('shows the whole record whether it came before or after a part of it', async () => {
    const whole: Copy = { as: 'log', body: record(1) };
    const part: Copy = { as: 'console without account', body: record(1) };
    for (const imports of [
      [0, 1],
      [1, 0],
      [0, 0],
    ]) {
      const { events, totals } = await importedAs([whole, part], { order: [0, 1], files: [0, 1], imports });
      expect(events).toHaveLength(1);
      expect(events[0]).toContain('complete');
      expect(totals).toEqual({ records: 2, events: 1, duplicates: 1 });
    }
  });
});
