import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../../shared/contract/evidence.ts';
import { wholeFileBytes } from '../../../../electron/engine/ingest/bytes/read-file.ts';
import { tarOf, zipOf } from '../../../support/archives.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, logText, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

async function ledger({ call }: TestEngine): Promise<readonly LedgerRow[]> {
  return (await call('ledger.list', { status: null, offset: 0, limit: 2_000 })).rows;
}

async function count({ call }: TestEngine): Promise<number> {
  return (await call('events.count', { question: all })).total;
}

/** Ledger lines by their path below a folder: status, records, reason. */
async function told(engine: TestEngine, folder: string): Promise<Record<string, string>> {
  const rows = await ledger(engine);
  return Object.fromEntries(
    rows.map((row) => [
      row.path.slice(folder.length + 1),
      `${row.status} ${row.records}${row.reason === null ? '' : `: ${row.reason}`}`,
    ]),
  );
}

async function balanced(engine: TestEngine): Promise<void> {
  const summary = await engine.call('ledger.summary', {});
  expect(summary.records).toBe(summary.events + summary.duplicates + summary.aggregated + summary.refused);
}

async function imported(folder: string): Promise<TestEngine> {
  const engine = testEngine();
  const job = await engine.importAll(folder);
  expect(job.state).toBe('done');
  return engine;
}

describe('importing archives', () => {
  it('reads members of zip and tar, packed or not, in any depth, each with its ledger line', async () => {
    const inner = zipOf([
      { name: 'x.json.gz', data: logFile([record(3)]) },
      { name: 'notes.txt', data: 'call the bank' },
    ]);
    const tar = await tarOf([
      { name: 'logs/', type: 'directory' },
      { name: 'logs/y.json', data: logText([record(4), record(5)]) },
      { name: 'inner.zip', data: inner },
    ]);
    const folder = writeFiles(tempFolder(), {
      'case.zip': zipOf([
        { name: 'a.json.gz', data: logFile([record(1), record(2)]) },
        { name: 'more.tar.gz', data: gzipSync(tar) },
      ]),
    });
    const engine = await imported(folder);
    expect(await told(engine, folder)).toEqual({
      'case.zip': 'accepted 0',
      'case.zip!/a.json.gz': 'accepted 2',
      'case.zip!/more.tar.gz': 'accepted 0: Passed over inside: 1 folder.',
      'case.zip!/more.tar.gz!/logs/y.json': 'accepted 2',
      'case.zip!/more.tar.gz!/inner.zip': 'accepted 0',
      'case.zip!/more.tar.gz!/inner.zip!/x.json.gz': 'accepted 1',
      'case.zip!/more.tar.gz!/inner.zip!/notes.txt': 'skipped 0: Text, not CloudTrail events.',
    });
    expect(await count(engine)).toBe(5);
    expect((await ledger(engine)).every((row) => row.sha256?.length === 64)).toBe(true);
    await balanced(engine);
  });

  it('counts content once, inside archives and beside them', async () => {
    const log = logFile([record(1)]);
    const folder = writeFiles(tempFolder(), {
      'a.json.gz': log,
      'b.zip': zipOf([
        { name: 'same.json.gz', data: log },
        { name: 'twice', data: logText([record(2)]) },
        { name: 'twice', data: logText([record(3)]) },
      ]),
    });
    const engine = await imported(folder);
    expect(await count(engine)).toBe(3);
    const rows = await ledger(engine);
    expect(rows.map(({ path }) => path.slice(folder.length + 1)).sort()).toEqual([
      'a.json.gz',
      'b.zip',
      'b.zip!/same.json.gz',
      'b.zip!/twice',
      'b.zip!/twice (member 3)',
    ]);
    expect(rows.filter(({ status }) => status === 'same-content')).toHaveLength(1);
    await balanced(engine);
  });

  it('reads the same archive again without new lines or events', async () => {
    const folder = writeFiles(tempFolder(), {
      'a.zip': zipOf([
        { name: 'a.json', data: logText([record(1)]) },
        { name: 'locked', data: 'x', flags: 1 },
      ]),
    });
    const engine = await imported(folder);
    const before = await ledger(engine);
    const { jobId } = await engine.call('ingest.start', { grants: [engine.grant(folder)] });
    await engine.finished(jobId);
    expect(await ledger(engine)).toEqual(before);
    expect(await count(engine)).toBe(1);
  });

  it('says what happened to archives that are cut off, and keeps what is whole', async () => {
    const tar = await tarOf([
      { name: 'a.json', data: logText([record(1)]) },
      { name: 'b.json', data: logText([record(2), record(3), record(4)]) },
    ]);
    const zip = zipOf([
      { name: 'c.json', data: logText([record(5)]), stored: true },
      { name: 'd.json', data: logText([record(6), record(7), record(8)]), stored: true },
    ]);
    const folder = writeFiles(tempFolder(), {
      'cut.tar': tar.subarray(0, tar.lastIndexOf('"eventID"')),
      'cut.zip': zip.subarray(0, zip.lastIndexOf('"eventID"')),
    });
    const engine = await imported(folder);
    expect(await told(engine, folder)).toEqual({
      'cut.tar': 'partial 0: The tar archive is cut off.',
      'cut.tar!/a.json': 'accepted 1',
      'cut.tar!/b.json': 'partial 3: The tar archive is cut off.',
      'cut.zip': expect.stringMatching(/^partial 0: The zip is cut off/),
      'cut.zip!/c.json': 'accepted 1',
      'cut.zip!/d.json': 'partial 3: The zip ends inside this member; it is cut off.',
    });
    expect(await count(engine)).toBe(6);
    await balanced(engine);
  });

  it('refuses what is locked, foreign or made to exhaust, says what to do, and reads the rest', async () => {
    const magic: Readonly<Record<string, string>> = {
      'a.bz2': '425a683931415926',
      'a.xz': 'fd377a585a000004',
      'a.zst': '28b52ffd00000000',
      'a.7z': '377abcaf271c0004',
      'a.rar': '526172211a070100',
      'a.lz4': '04224d186440a700',
      'a.sz': 'ff060000734e61507059',
      'a.lz': '4c5a495001',
      'a.Z': '1f9d90',
    };
    const nested = [1, 2, 3, 4, 5].reduce(
      (data) => zipOf([{ name: 'n.zip', data }]),
      zipOf([{ name: 'deep.json', data: logText([record(9)]) }]),
    );
    const files = {
      ...Object.fromEntries(Object.entries(magic).map(([name, hex]) => [name, Buffer.from(hex, 'hex')])),
      'locked.zip': zipOf([
        { name: 'l.json', data: 'x', flags: 1 },
        { name: 'o.json', data: logText([record(1)]) },
      ]),
      'bomb.gz': gzipSync(`{"Records":[${' '.repeat(120 * 1_048_576)}]}`, { level: 9 }),
      'zeros.gz': gzipSync(Buffer.alloc(120 * 1_048_576), { level: 9 }),
      'bomb.zip': zipOf([
        { name: 'zeros', data: Buffer.alloc(120 * 1_048_576) },
        { name: 'p.json', data: logText([record(2)]) },
      ]),
      'deep.zip': nested,
      'good.json': logText([record(3)]),
    };
    const folder = writeFiles(tempFolder(), files);
    const engine = await imported(folder);
    const lines = await told(engine, folder);
    for (const name of Object.keys(magic)) {
      expect(lines[name]).toMatch(
        /^refused 0: .* is not unpacked here. Unpack it \(.+\) and open the (result|folder)\.$/,
      );
    }
    expect(lines['locked.zip!/l.json']).toMatch(/^refused 0: It is encrypted/);
    expect(lines['bomb.gz']).toMatch(/^refused \d: .*more than 300 times its size/);
    expect(lines['zeros.gz']).toBe('skipped 0: Nothing but NUL bytes, not CloudTrail events.');
    expect(lines['bomb.zip!/zeros']).toMatch(/^refused 0: .*more than 300 times its size/);
    expect(lines['deep.zip!/n.zip!/n.zip!/n.zip!/n.zip']).toBe(
      'refused 0: Archives are nested more than 4 deep here.',
    );
    expect(await count(engine)).toBe(3);
    await balanced(engine);
  });

  it('takes the records of a large passing member back when its content is known', async () => {
    const records = Array.from({ length: 1_200 }, (_, n) =>
      record(n, { padding: `${n}${'x'.repeat(60_000)}`, note: n === 7 ? '\ud800' : '' }),
    );
    const text = logText(records);
    expect(Buffer.byteLength(text)).toBeGreaterThan(wholeFileBytes);
    const folder = writeFiles(tempFolder(), {
      'a.tar.gz': gzipSync(await tarOf([{ name: 'large.json', data: text }]), { level: 1 }),
      'b.tar.gz': gzipSync(
        await tarOf([
          { name: 'again.json', data: text },
          { name: 'small.json', data: logText([record(5_000)]) },
        ]),
        { level: 1 },
      ),
    });
    const engine = await imported(folder);
    expect(await count(engine)).toBe(1_201);
    const rows = await ledger(engine);
    const line = (name: string) => rows.find(({ path }) => path === join(folder, name));
    const [first, second] = [line('a.tar.gz!/large.json'), line('b.tar.gz!/again.json')];
    expect([first?.status, second?.status].sort()).toEqual(['accepted', 'same-content']);
    expect(first?.sha256).toBe(second?.sha256);
    const { ids } = await engine.call('events.window', {
      question: all,
      sort: [{ field: 'eventTime', descending: false }],
      offset: 0,
      limit: 10,
      columns: [],
    });
    for (const id of ids) {
      const { occurrences } = await engine.call('events.detail', { id });
      expect(occurrences).toHaveLength(2);
    }
    await balanced(engine);
  });

  it('accepts several gzip members with a remark, and keeps records before rubbish', async () => {
    const [first, second] = [logText([record(1)]), logText([record(2)])];
    const folder = writeFiles(tempFolder(), {
      'members.gz': Buffer.concat([gzipSync(first), gzipSync(second)]),
      'rubbish.gz': Buffer.concat([logFile([record(3)]), Buffer.from('rubbish')]),
      'twice.json.gz': gzipSync(logFile([record(4)])),
      'sum.gz': ((bytes: Buffer) => bytes.fill(0, bytes.length - 8, bytes.length - 4))(logFile([record(5)])),
      'cut.gz': logFile([record(6)]).subarray(0, -5),
      'five.gz': [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from(first)),
    });
    const engine = await imported(folder);
    expect(await told(engine, folder)).toEqual({
      'members.gz': expect.stringMatching(/^accepted 2: It is made of 2 gzip members/),
      'rubbish.gz': expect.stringMatching(/^partial 1: After the end of the gzip data follow 7 bytes/),
      'twice.json.gz': 'accepted 1',
      'sum.gz': expect.stringMatching(/^partial 1: .*check sum/),
      'cut.gz': expect.stringMatching(/^partial 1: .*cut off/),
      'five.gz': 'refused 0: Packed with gzip more than four times over.',
    });
    expect(await count(engine)).toBe(6);
    await balanced(engine);
  });
});
