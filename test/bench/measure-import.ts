import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contestantsFor } from './contestants.ts';
import { importOnce, type ImportRun } from './import-run.ts';
import { median, printTable, type Line } from './table.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What is imported, how often, and what beside it. */
export interface ImportMeasure {
  readonly archive: string;
  readonly workspace: string;
  readonly scratch: string;
  readonly rounds: number;
  /** Folder of an earlier version with its bench built. */
  readonly baseline: string | undefined;
  readonly isAlone: boolean;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
const perSecond = (count: number, ms: number): string =>
  Math.round(count / (ms / 1_000)).toLocaleString('en-US');

type Figure = readonly [name: string, of: (run: ImportRun) => number, inWords: (value: number) => string];

const figures: readonly Figure[] = [
  ['wall clock to the end of closing', ({ wallMs }) => wallMs, seconds],
  ['processor time', ({ cpuMs }) => cpuMs, seconds],
  ['closing', ({ closeMs }) => closeMs, seconds],
  ['first rows to be seen', ({ firstRowsMs }) => firstRowsMs, seconds],
  ['fresh pages of memory', ({ freshPages }) => freshPages, (pages) => `${Math.round(pages / 1_000)} k`],
  ['peak memory', ({ peakRssMb }) => peakRssMb, (mb) => `${mb.toFixed(0)} MB`],
  ['database', ({ databaseBytes }) => databaseBytes, (bytes) => `${(bytes / 1e6).toFixed(0)} MB`],
  [
    'bytes written ÷ database',
    ({ writtenBytes, databaseBytes }) => (writtenBytes ?? Number.NaN) / databaseBytes,
    (ratio) => ratio.toFixed(2),
  ],
];

/** Imports an archive again and again, in turns with an earlier version and with other ways through the files, and prints what each took. */
export function measureImport({
  archive,
  workspace,
  scratch,
  rounds,
  baseline,
  isAlone,
}: ImportMeasure): void {
  const files = readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.gz'),
  );
  const packedBytes = files.reduce((sum, name) => sum + statSync(join(archive, name)).size, 0);
  const others = new Map<string, number[]>();
  const own: ImportRun[] = [];
  const former: ImportRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(isAlone ? {} : contestantsFor(archive, scratch))) {
      const ms = run();
      if (ms !== undefined) others.set(name, [...(others.get(name) ?? []), ms]);
    }
    if (baseline) former.push(importOnce(join(baseline, 'out', 'bench'), archive, workspace));
    own.push(importOnce(here, archive, workspace));
    process.stderr.write(`Round ${round + 1} of ${rounds}: import ${seconds(own.at(-1)?.wallMs ?? 0)}\n`);
  }
  const { events } = own[0] ?? { events: 0 };
  const ownMs = median(own.map(({ wallMs }) => wallMs));
  printTable(
    `Import of ${events.toLocaleString('en-US')} events in ${files.length.toLocaleString('en-US')} files (median of ${rounds})`,
    ['what', 'wall', 'Trailglass ÷ it', ''],
    [
      [
        'Trailglass import, raw text kept',
        seconds(ownMs),
        '1.00',
        `${perSecond(events, ownMs)} events/s, ${perSecond(files.length, ownMs)} files/s`,
      ],
      ...[...others].map(([name, ms]): Line => [
        name,
        seconds(median(ms)),
        (ownMs / median(ms)).toFixed(2),
        '',
      ]),
    ],
  );
  const sizeRatio = (runs: readonly ImportRun[]): string =>
    (median(runs.map(({ databaseBytes }) => databaseBytes)) / packedBytes).toFixed(2);
  printTable(
    former.length > 0 ? 'What the import took, beside the baseline in turns' : 'What the import took',
    ['what', 'now', 'baseline', 'now ÷ baseline'],
    [
      ...figures.map(([name, of, inWords]) => compared(name, own.map(of), former.map(of), inWords)),
      ['database ÷ gzip files', sizeRatio(own), former.length > 0 ? sizeRatio(former) : '', ''],
    ],
  );
}

/** The ratio is the median of those of the pairs. */
function compared(
  name: string,
  own: readonly number[],
  former: readonly number[],
  inWords: (value: number) => string,
): Line {
  if (former.length === 0) return [name, inWords(median(own)), '', ''];
  const ratios = own.map((value, round) => value / (former[round] ?? Number.NaN));
  return [name, inWords(median(own)), inWords(median(former)), median(ratios).toFixed(2)];
}
