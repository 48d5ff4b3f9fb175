// Import and queries beside the machine's limits. Ratios travel, seconds do not.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeTrail } from '../../electron/sample/write-trail.ts';
import { contestantsFor } from './contestants.ts';
import { measureQueries } from './queries.ts';
import { median, printTable, type Line } from './table.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    archive: { type: 'string' },
    alone: { type: 'boolean', default: false },
    'skip-import': { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = Number(values.rounds);
const out = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

async function archiveOf(): Promise<string> {
  if (values.archive) return values.archive;
  const folder = join(root, 'node_modules', '.cache', 'trailglass', `bench-${values.events}`);
  if (existsSync(join(folder, 'AWSLogs'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  process.stderr.write(`Generating ${values.events} events …\n`);
  await writeTrail({ events: Number(values.events), seed: 7 }, folder);
  return folder;
}

const archive = await archiveOf();
const files = readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.gz'),
);
const packedBytes = files.reduce((sum, name) => sum + statSync(join(archive, name)).size, 0);

interface ImportRun {
  readonly events: number;
  readonly wallMs: number;
  readonly firstRowsMs: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly databaseBytes: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'trailglass-bench-'));
const workspace = join(scratch, 'bench.trailglass');

function importOnce(): ImportRun {
  rmSync(workspace, { recursive: true, force: true });
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [out('import-once.js'), archive, workspace],
    {
      encoding: 'utf8',
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    },
  );
  if (status !== 0) throw new Error(`The import failed: ${stderr}`);
  return JSON.parse(stdout) as ImportRun;
}

const perSecond = (count: number, ms: number): string =>
  Math.round(count / (ms / 1_000)).toLocaleString('en-US');

function measureImport(): void {
  const times = new Map<string, number[]>();
  const runs: ImportRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(values.alone ? {} : contestantsFor(archive, scratch))) {
      const ms = run();
      if (ms !== undefined) times.set(name, [...(times.get(name) ?? []), ms]);
    }
    runs.push(importOnce());
    process.stderr.write(
      `Round ${round + 1} of ${rounds}: import ${(runs.at(-1)?.wallMs ?? 0).toFixed(0)} ms\n`,
    );
  }
  const { events } = runs[0] ?? { events: 0 };
  const own = median(runs.map((run) => run.wallMs));
  const lines: Line[] = [
    [
      'Trailglass import, raw text kept',
      `${(own / 1_000).toFixed(2)} s`,
      '1.00',
      `${perSecond(events, own)} events/s, ${perSecond(files.length, own)} files/s`,
    ],
    ...[...times].map(([name, ms]): Line => [
      name,
      `${(median(ms) / 1_000).toFixed(2)} s`,
      (own / median(ms)).toFixed(2),
      '',
    ]),
  ];
  printTable(
    `Import of ${events.toLocaleString('en-US')} events in ${files.length.toLocaleString('en-US')} files (median of ${rounds})`,
    ['what', 'wall', 'Trailglass ÷ it', ''],
    lines,
  );
  const database = median(runs.map((run) => run.databaseBytes));
  printTable(
    'What the import took besides',
    ['what', 'figure', 'ratio', ''],
    [
      [
        'first rows to be seen',
        `${(median(runs.map((run) => run.firstRowsMs)) / 1_000).toFixed(2)} s`,
        '',
        '',
      ],
      ['processor time', `${(median(runs.map((run) => run.cpuMs)) / 1_000).toFixed(1)} s`, '', ''],
      ['peak memory', `${median(runs.map((run) => run.peakRssMb)).toFixed(0)} MB`, '', ''],
      [
        'database',
        `${(database / 1e6).toFixed(0)} MB`,
        (database / packedBytes).toFixed(2),
        '× the gzip files',
      ],
    ],
  );
}

process.stdout.write(
  `Node ${process.version}, ${availableParallelism()} cores, ${(totalmem() / 1e9).toFixed(0)} GB, ${process.platform} ${process.arch}\n`,
);
try {
  if (values['skip-import']) importOnce();
  else measureImport();
  await measureQueries(workspace);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
