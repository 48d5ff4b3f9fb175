import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { AppError } from '../../shared/bridge/errors.ts';
import type { TrailOptions } from '../sample/options.ts';
import { writeTrail, type WriteProgress } from '../sample/write-trail.ts';

interface Flags {
  readonly events: number;
  readonly out: string;
  readonly seed: number;
  readonly files?: number;
  readonly start?: string;
  readonly days?: number;
  readonly accounts?: number;
  readonly story: boolean;
  readonly plain?: boolean;
}

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const PROGRESS_EVERY_MS = 500;

function wholeNumber(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || text.trim() === '')
    throw new InvalidArgumentError('Give a whole number.');
  return value;
}

function command(): Command {
  return new Command('make-trail')
    .description('Write an invented CloudTrail archive. Equal options give byte-identical files.')
    .requiredOption('--events <number>', 'records in the whole archive', wholeNumber)
    .requiredOption('--out <folder>', 'new or empty folder to write to')
    .option('--seed <number>', 'choose another archive', wholeNumber, 1)
    .option('--files <number>', 'about how many files (default: one per 125 events)', wholeNumber)
    .option('--start <time>', 'first instant, ISO 8601 (default: 2025-03-03T00:00:00Z)')
    .option('--days <number>', 'length in days (default: 14)', wholeNumber)
    .option('--accounts <number>', 'number of accounts (default: 12)', wholeNumber)
    .option('--no-story', 'leave out the attack')
    .option('--plain', 'do not compress')
    .exitOverride();
}

function optionsFrom(flags: Flags): TrailOptions {
  const { events, seed, files, start, days, accounts, story, plain } = flags;
  return {
    events,
    seed,
    story,
    gzip: plain !== true,
    ...(files === undefined ? {} : { files }),
    ...(start === undefined ? {} : { start }),
    ...(days === undefined ? {} : { days }),
    ...(accounts === undefined ? {} : { accounts }),
  };
}

function progressPrinter(): (progress: WriteProgress) => void {
  let printedAt = performance.now();
  return ({ files, totalFiles, events, totalEvents }) => {
    const now = performance.now();
    if (now - printedAt < PROGRESS_EVERY_MS && files < totalFiles) return;
    printedAt = now;
    const share = Math.floor((events / totalEvents) * 100);
    process.stderr.write(
      `${share} % — ${events} of ${totalEvents} events, ${files} of ${totalFiles} files\n`,
    );
  };
}

async function run(argv: readonly string[]): Promise<number> {
  const program = command();
  try {
    program.parse(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
  const flags = program.opts<Flags>();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const startedAt = performance.now();
  try {
    const hooks = { onProgress: progressPrinter(), signal: stop.signal };
    const { files, events, rawBytes, writtenBytes } = await writeTrail(optionsFrom(flags), flags.out, hooks);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      `Wrote ${events} events in ${files} files to ${flags.out}: ${rawBytes} bytes of JSON, ${writtenBytes} bytes on disk, ${seconds} s\n`,
    );
    return 0;
  } catch (error) {
    if (stop.signal.aborted) {
      process.stderr.write('Stopped. What had been written was removed.\n');
      return EXIT_FAILED;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof AppError && error.code === 'bad-params' ? EXIT_USAGE : EXIT_FAILED;
  }
}

process.exitCode = await run(process.argv);
