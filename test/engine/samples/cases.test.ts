import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { testEngine } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp.ts';

const cases = fileURLToPath(new URL('../../../../shared/cases', import.meta.url));

/** The right ledger of one folder. `files` counts its files and members by what became of them, archives themselves left out. */
interface Right {
  readonly records: number;
  readonly refused?: number;
  readonly files: Partial<Record<LedgerRow['status'], number>>;
  /** What the reasons of its refused, skipped and partial files must say. */
  readonly says?: readonly RegExp[];
}

const right: Readonly<Record<string, Right>> = {
  '01-mixed-types': { records: 12, files: { accepted: 1 } },
  '02-api-version': { records: 7, files: { accepted: 1 } },
  '03-source-address': { records: 20, files: { accepted: 1 } },
  '04-insights': { records: 4, files: { accepted: 1 } },
  '05-identities': { records: 20, files: { partial: 1 }, says: [/userIdentity is no/i] },
  '06-missing-keys': { records: 26, refused: 4, files: { partial: 1 } },
  '07-no-records': { records: 9, files: { accepted: 9, skipped: 1 } },
  '08-firehose': { records: 20, files: { accepted: 6, partial: 1 } },
  '09-digest': { records: 0, files: { skipped: 2 }, says: [/digest/] },
  '13-times': { records: 76, files: { partial: 2 }, says: [/eventTime/] },
  '16-empty-strings': { records: 11, files: { accepted: 1 } },
  '17-signin-failure': { records: 7, files: { accepted: 1 } },
  '18-unicode': { records: 5, files: { accepted: 1 } },
  '19-duplicate-keys': { records: 3, files: { accepted: 1 } },
  '20-lenient': {
    records: 7,
    files: { accepted: 1, partial: 6, refused: 2 },
    says: [/not strict JSON/, /not UTF-8/, /seems to hold CloudTrail records/],
  },
  '21-elastic': { records: 3, files: { accepted: 2 } },
  '22-sentinel': { records: 5, files: { accepted: 5 } },
  '23-lookup': { records: 9, files: { accepted: 7, skipped: 1 } },
  '25-cwl-console': { records: 9, files: { accepted: 5 } },
  '27-warehouse': { records: 12, files: { accepted: 10 } },
  '28-wrappers': { records: 24, files: { accepted: 17 } },
  '30-event-history': {
    records: 9,
    files: { accepted: 5, partial: 1, skipped: 2 },
    says: [/rounded by a spreadsheet/],
  },
  '31-packing': {
    records: 41,
    refused: 1,
    files: { accepted: 18, partial: 1, refused: 2, skipped: 6 },
    says: [/zip|gzip|LFS|cut off|unpack/i],
  },
  '32-layouts': { records: 9, files: { accepted: 9 } },
  '34-validation': { records: 0, files: { skipped: 2 } },
  '35-dups': { records: 19, files: { accepted: 16, 'same-content': 1 } },
  '37-truncated': { records: 6, files: { accepted: 3, partial: 1 } },
  '38-nesting': { records: 6, files: { accepted: 3 } },
  '39-splunk': { records: 7, files: { accepted: 7 } },
  '41-csv-json': { records: 4, files: { accepted: 4 } },
  '43-named-unreadable': {
    records: 1,
    files: { accepted: 1, refused: 9 },
    says: [/Named like a CloudTrail log file, but it holds an error answer of a service \(AccessDenied\)/],
  },
  '47-resources': { records: 6, files: { accepted: 1 } },
  '49-odd-keys': { records: 1, files: { accepted: 1 } },
  '50-parquet': { records: 13, files: { accepted: 5 } },
  '52-jq-slurp': { records: 14, files: { accepted: 9 } },
  '54-lake': { records: 4, files: { accepted: 4, skipped: 1 } },
  '59-misc': { records: 7, files: { accepted: 1 } },
  '61-address-list': { records: 6, files: { accepted: 1 } },
};

const sum = (rows: readonly LedgerRow[], of: (row: LedgerRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function filesOf(rows: readonly LedgerRow[]): Right['files'] {
  const files: Partial<Record<LedgerRow['status'], number>> = {};
  for (const { status } of rows) files[status] = (files[status] ?? 0) + 1;
  return files;
}

describe('small inputs that public reports say break tools, opened as one tree', () => {
  beforeEach(({ skip }) => skip(!existsSync(cases), 'the cases are not beside the project'));

  it('have the right ledger, folder by folder, and no file is left unexplained', async () => {
    // The workspace goes beside the evidence, so it is read from a copy.
    const folder = join(tempFolder('trailglass-cases'), 'evidence');
    cpSync(cases, folder, { recursive: true });
    const engine = testEngine();
    expect((await engine.importAll(folder)).state).toBe('done');
    const { rows } = await engine.call('ledger.list', { status: null, offset: 0, limit: 2_000 });

    const told = new Set(rows.map(({ path }) => path));
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.filter((path) => !told.has(path))).toEqual([]);
    for (const row of rows) {
      if (row.status !== 'accepted') expect(row.reason, row.path).toMatch(/\w{3}/);
      if (row.status === 'skipped') expect(row.records, row.path).toBe(0);
    }

    const found = Object.keys(right).map((name) => {
      const own = rows.filter(({ path }) => path.startsWith(join(folder, name, '/')));
      return [
        name,
        {
          records: sum(own, (row) => row.records),
          refused: sum(own, (row) => row.refusedRecords),
          files: filesOf(own),
        },
      ];
    });
    const wanted = Object.entries(right).map(([name, { records, refused = 0, files: of }]) => [
      name,
      { records, refused, files: of },
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
    for (const [name, { says = [] }] of Object.entries(right)) {
      const reasons = rows
        .filter(({ path }) => path.startsWith(join(folder, name, '/')))
        .map(({ reason }) => reason ?? '');
      for (const words of says) expect(reasons.join('\n'), name).toMatch(words);
    }
    const { records, events, duplicates, aggregated, refused } = await engine.call('ledger.summary', {});
    expect(events + duplicates + aggregated + refused).toBe(records);
  });
});
