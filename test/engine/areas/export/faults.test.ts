import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Exported } from '../../../../shared/contract/export.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { verifyJournal } from '../../../../electron/engine/workspace/journal.ts';
import { codeOf, countInWords, everyFault, withFault, type FaultCount } from '../../../support/faults.ts';
import { everything, exported, workspaceWithAll } from './exporting.ts';

const count: FaultCount = { injected: 0, confirmed: 0, lost: 0 };
afterAll(() => console.info(countInWords(count)));

const statement: Exported = { kind: 'sql', sql: 'SELECT 1 AS one', arguments: [], format: 'csv' };
const short: ReadonlySet<string> = new Set(['csv', 'records']);
const formats: readonly (readonly [string, Exported])[] = [
  ...(['csv', 'xlsx', 'event-history', 'jsonl', 'records', 'parquet'] as const).map(
    (format) => [format, { ...everything, format }] as const,
  ),
  ['rows of a statement as CSV', statement],
  ['rows of a statement as Parquet', { ...statement, format: 'parquet' }],
];

/** The long form tries them all, the short one a text that streams and one that is put together. */
const tried = process.env['TRAILGLASS_LONG'] === '1' ? formats : formats.filter(([name]) => short.has(name));

test.each(tried)(
  'a fault at every call of an export as %s leaves the whole file or none',
  async (_name, what) => {
    const engine = await workspaceWithAll();
    const { path = '' } = (await engine.call('workspace.current', {})) ?? {};
    const journal = join(path, 'journal.jsonl');
    let number = 0;
    count.injected += await everyFault(async (kind, nth) => {
      number += 1;
      const file = join(engine.out, `${number}.out`);
      let job: Job | undefined;
      const outcome = await withFault(kind, nth, async () => {
        job = await exported(engine, what, file);
      });
      if (job?.state === 'done') {
        count.confirmed += 1;
        const about = existsSync(`${file}.about.json`)
          ? (JSON.parse(readFileSync(`${file}.about.json`, 'utf8')) as { file: { sizeBytes: number } })
          : undefined;
        if (about?.file.sizeBytes !== readFileSync(file).length) count.lost += 1;
        expect(about?.file.sizeBytes).toBe(readFileSync(file).length);
      } else if (kind !== 'kill') {
        const code = kind === 'EACCES' ? 'file-unwritable' : codeOf[kind];
        const error = job?.error ?? outcome.error;
        expect(error).toMatchObject({ code: expect.stringMatching(`^(${code}|${codeOf[kind]})$`) });
        expect(readdirSync(engine.out).filter((name) => name.startsWith(`${number}.`))).toEqual([]);
      }
      // The workspace goes on, and the next export removes what a kill left.
      const next = await exported(engine, statement, join(engine.out, `next-${number}.csv`));
      expect(next).toMatchObject({ state: 'done' });
      expect((await verifyJournal(journal)).broken).toBeNull();
      expect(readdirSync(engine.out).filter((name) => name.endsWith('.part'))).toEqual([]);
      return outcome;
    });
  },
);
