import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { verifyJournal } from '../../../electron/engine/workspace/journal.ts';
import { tarOf, zipOf } from '../../support/archives.ts';
import { logFile, logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const cliPath = fileURLToPath(new URL('../../../out/electron/cli.js', import.meta.url));
const duckdb = pathToFileURL(createRequire(import.meta.url).resolve('@duckdb/node-api')).href;

/** Loaded before the command line: the process dies by SIGKILL right before its n-th SQL statement that contains a text. */
const killer = `
import api from ${JSON.stringify(duckdb)};
const { TEST_KILL_BEFORE: text, TEST_KILL_NTH: nth } = process.env;
const { run } = api.DuckDBConnection.prototype;
let met = 0;
api.DuckDBConnection.prototype.run = function (sql, ...rest) {
  if (sql.includes(text) && (met += 1) === Number(nth)) process.kill(process.pid, 'SIGKILL');
  return run.call(this, sql, ...rest);
};
`;

interface Death {
  readonly afterMs?: number;
  readonly before?: string;
  readonly nth?: number;
}

/** Runs an import as a process of its own; true when it came to its end. */
async function importRun(archive: string, workspace: string, death: Death = {}): Promise<boolean> {
  const preload = join(tempFolder(), 'killer.mjs');
  writeFileSync(preload, killer);
  const child = spawn(
    process.execPath,
    [
      ...(death.before ? ['--import', pathToFileURL(preload).href] : []),
      ...[cliPath, 'import', archive, '--workspace', workspace, '--quiet'],
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TEST_KILL_BEFORE: death.before, TEST_KILL_NTH: String(death.nth ?? 1) },
    },
  );
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const timer =
    death.afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), death.afterMs);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...ended) => resolve(ended)),
  );
  clearTimeout(timer);
  if (signal !== 'SIGKILL') expect(code, complaint).toBe(0);
  return signal !== 'SIGKILL';
}

/** Files of every kind of ledger line, with duplicates, conflicts, twins, broken records and members of archives. */
async function writeArchive(folder: string, files: number, perFile: number): Promise<string> {
  const texts: Record<string, string | Uint8Array> = {};
  const changed = { userAgent: 'another', requestID: 'another' };
  for (let file = 0; file < files; file += 1) {
    const records = Array.from({ length: perFile }, (_, n) => record(file * perFile + n));
    const repeated = record(Math.max(0, file - 7) * perFile);
    const conflicting = file % 50 === 0 ? [record(file * perFile + 1, changed)] : [];
    texts[`logs/${String(file % 10)}/f${String(file).padStart(4, '0')}.json.gz`] = logFile([
      ...records,
      repeated,
      ...conflicting,
    ]);
  }
  const member = (from: number): Buffer =>
    logFile(Array.from({ length: 200 }, (_, n) => record(1_000_000 + from * 200 + n)));
  const invalid = Buffer.from(logText([record(2_000_000, { userAgent: '~~' })]));
  invalid.fill(0xff, invalid.indexOf('~~'), invalid.indexOf('~~') + 2);
  const aggregated = { eventCategory: 'Aggregated', eventType: 'AwsAggregatedEvent', eventVersion: '1.0' };
  return writeFiles(folder, {
    ...texts,
    'twin.json.gz': texts['logs/3/f0003.json.gz'] ?? '',
    'broken.json': `{"Records":[${JSON.stringify(record(2_000_001))},{"eventVersion":oops},${JSON.stringify(record(2_000_002))}]}`,
    'invalid.json': invalid,
    'aggregated.json': logText([aggregated]),
    'notes.txt': 'nothing',
    'members.zip': zipOf(
      Array.from({ length: 40 }, (_, n) => ({ name: `in/${n % 30}-${n}.json.gz`, data: member(n % 30) })),
    ),
    'members.tar': await tarOf(
      Array.from({ length: 20 }, (_, n) => ({ name: `t${n}.json.gz`, data: member(40 + n) })),
    ),
  });
}

/** All that a workspace holds, told without the numbers of files, which depend on when each was read. */
async function contents(workspace: string): Promise<Record<string, unknown>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`ATTACH '${join(workspace, 'events.duckdb')}' AS trail (READ_ONLY)`);
  const rows = async (sql: string): Promise<unknown> => {
    const text = `SELECT coalesce(string_agg(r::VARCHAR, chr(10) ORDER BY r::VARCHAR), '') FROM (${sql}) r`;
    return (await connection.runAndReadAll(text)).getRows()[0]?.[0];
  };
  const all = `(SELECT file_id, ordinal, position, raw, completeness FROM trail.main.event_columns
    UNION ALL SELECT file_id, ordinal, position, raw, completeness FROM trail.main.duplicate_records)`;
  const result = {
    events: await rows(
      `SELECT "eventID", "recipientAccountId", "eventName", "userAgent", completeness FROM trail.main.event_columns`,
    ),
    occurrences: await rows(
      `SELECT f.sha256, o.ordinal, o.position, md5(o.raw), o.completeness FROM ${all} o JOIN trail.main.files f ON f.id = o.file_id`,
    ),
    orphans: await rows(
      `SELECT file_id, ordinal FROM ${all} o WHERE file_id NOT IN (SELECT id FROM trail.main.files)`,
    ),
    astray: await rows(
      `SELECT d.file_id, d.ordinal FROM trail.main.duplicate_records d LEFT JOIN trail.main.event_columns e
       ON e.file_id = d.event_file_id AND e.ordinal = d.event_ordinal WHERE e.file_id IS NULL`,
    ),
    ledger: await rows(
      `SELECT f.path, f.kind, f.sha256, f.records, f.refused_records, f.events + f.duplicates AS readable, outer_file.path AS inside
       FROM trail.main.files f LEFT JOIN trail.main.files outer_file ON outer_file.id = f.member_of`,
    ),
    statuses: await rows(`SELECT sha256, status, count(*) FROM trail.main.files GROUP BY ALL`),
    twins: await rows(
      `SELECT f.sha256, count(*) FROM trail.main.files f JOIN trail.main.files o ON o.id = f.same_as AND o.sha256 = f.sha256 GROUP BY ALL`,
    ),
    totals: await rows(
      `SELECT count(*), sum(records), sum(events), sum(duplicates), sum(refused_records) FROM trail.main.files`,
    ),
    conflicts: await rows(`FROM trail.main.conflicting_events`),
    aggregated: await rows(
      `SELECT f.path, ordinal, raw FROM trail.main.aggregated_records a JOIN trail.main.files f ON f.id = a.file_id`,
    ),
    exact: await rows(
      `SELECT f.path, ordinal, bytes FROM trail.main.exact_bytes b JOIN trail.main.files f ON f.id = b.file_id`,
    ),
    problems: await rows(
      `SELECT f.path, p.position, p.reason, p.sample FROM trail.main.file_problems p JOIN trail.main.files f ON f.id = p.file_id`,
    ),
    addresses: await rows(`FROM trail.main.ip_addresses`),
    unfinished: await rows(
      `SELECT key, value FROM trail.main.meta WHERE key IN ('import-unfinished', 'settle-pending')`,
    ),
  };
  connection.closeSync();
  instance.closeSync();
  return result;
}

async function expectSame(workspace: string, undisturbed: Record<string, unknown>): Promise<void> {
  const found = await contents(workspace);
  for (const [what, text] of Object.entries(undisturbed)) {
    const [wanted, had] = [String(text).split('\n'), String(found[what]).split('\n')];
    const [known, present] = [new Set(wanted), new Set(had)];
    expect(had.filter((line) => !known.has(line)).slice(0, 3), `${what}: too much`).toEqual([]);
    expect(wanted.filter((line) => !present.has(line)).slice(0, 3), `${what}: lost`).toEqual([]);
    expect(had.length, what).toBe(wanted.length);
  }
  expect(found['orphans']).toBe('');
  expect(found['astray']).toBe('');
  expect((await verifyJournal(join(workspace, 'journal.jsonl'))).broken).toBeNull();
  expect(existsSync(join(workspace, 'lock'))).toBe(false);
}

describe('an import that is killed', () => {
  it('comes to the same end, whenever it was killed and however often', async () => {
    const folder = tempFolder();
    const archive = await writeArchive(join(folder, 'archive'), 300, 100);
    const started = performance.now();
    expect(await importRun(archive, join(folder, 'whole.trailglass'))).toBe(true);
    const wholeMs = performance.now() - started;
    const undisturbed = await contents(join(folder, 'whole.trailglass'));
    expect(String(undisturbed['events']).split('\n').length).toBe(300 * 100 + 6 + 10_000 + 3);

    const workspace = join(folder, 'killed.trailglass');
    let killed = 0;
    for (let round = 0; round < 40 && killed < 8; round += 1) {
      // From before the workspace is there to the last moments, in an order that leaves work for the later rounds.
      const share = ((round * 5) % 8) / 8 + Math.random() / 8;
      if (await importRun(archive, workspace, { afterMs: wholeMs * share })) continue;
      killed += 1;
    }
    expect(killed).toBe(8);
    expect(await importRun(archive, workspace)).toBe(true);
    await expectSame(workspace, undisturbed);
  }, 300_000);

  it('comes to the same end when it dies at any step of a commit, of merging or of balancing', async () => {
    const folder = tempFolder();
    const archive = await writeArchive(join(folder, 'archive'), 60, 100);
    expect(await importRun(archive, join(folder, 'whole.trailglass'))).toBe(true);
    const undisturbed = await contents(join(folder, 'whole.trailglass'));
    const deaths: readonly Death[] = [
      { before: 'CREATE TABLE trail.main.event_columns' },
      { before: 'INSERT INTO trail.main.event_columns' },
      { before: 'COMMIT', nth: 3 },
      { before: 'INSERT INTO trail.main.event_columns', nth: 2 },
      { before: 'COMMIT', nth: 4 },
      { before: 'INSERT INTO trail.main.aggregated_records' },
      { before: 'TEMP TABLE temp.main.copies' },
      { before: 'INSERT INTO trail.main.duplicate_records' },
      { before: 'DELETE FROM trail.main.event_columns WHERE rowid' },
      { before: 'INSERT INTO trail.main.conflicting_events' },
      { before: 'UPDATE trail.main.files SET same_as' },
      { before: 'UPDATE trail.main.files SET duplicates' },
      { before: `meta WHERE key = $1`, nth: 4 },
    ];
    let killed = 0;
    const shared = join(folder, 'shared.trailglass');
    for (const death of deaths) if (!(await importRun(archive, shared, death))) killed += 1;
    expect(await importRun(archive, shared)).toBe(true);
    await expectSame(shared, undisturbed);
    const alone = process.env['TRAILGLASS_LONG'] === '1' ? deaths : deaths.filter((_, n) => n % 4 === 1);
    for (const [index, death] of alone.entries()) {
      const workspace = join(folder, `own-${index}.trailglass`);
      if (!(await importRun(archive, workspace, death))) killed += 1;
      expect(await importRun(archive, workspace)).toBe(true);
      await expectSame(workspace, undisturbed);
    }
    expect(killed).toBeGreaterThanOrEqual(deaths.length);
  }, 300_000);
});
