import { randomUUID } from 'node:crypto';
import { sqlRunSchema, type SqlRun } from '../../../shared/contract/console.ts';
import { parseAs } from '../disk/json-text.ts';
import { LineFile } from '../disk/line-file.ts';
import { readText, replaceText } from '../disk/text-file.ts';
import { serialised } from './files.ts';
import { layoutEntries } from './layout.ts';

/** A run as the console tells it; the store gives it an id and cuts what is too long. */
export type FinishedRun = Omit<SqlRun, 'id' | 'isCut'>;

/** The runs of the console, kept as one line of JSON each. */
export interface SqlHistory {
  /** Said once at opening: lines that cannot be read were left out. */
  readonly notice: string | null;
  /** Newest first. */
  list(): readonly SqlRun[];
  /** Keeps a run. On a read-only workspace only until it is closed. Errors: `disk-full`, `not-writable`. */
  add(run: FinishedRun): Promise<void>;
  clear(): Promise<void>;
}

/** The most runs that are kept; the oldest go first. */
const maxRuns = 500;
/** The longest text of a statement, an argument or a message that is kept, in UTF-16 units. */
const maxTextLength = 100_000;
/** All runs together, in bytes; the oldest go first. */
const maxFileBytes = 8_388_608;
/** How many lines of dropped runs may stay in the file beside as many as are kept. */
const slackLines = 20;

const file = { what: 'the history of SQL runs', mostBytes: layoutEntries.sqlHistory.mostBytes };

/** Opens the history at `path`, which is made with the first run; without a path it is kept until closing. */
export async function openSqlHistory(
  path: string | null,
  options: { readonly isReadOnly: boolean },
): Promise<SqlHistory> {
  const text = path === null ? null : await readText(path, file.mostBytes);
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  const read = lines.map((line) => parseAs(sqlRunSchema, line));
  const unreadable = read.filter((run) => run === null).length;
  let runs: readonly SqlRun[] = kept(read.filter((run) => run !== null));
  let linesInFile = lines.length;
  let bytesInFile = Buffer.byteLength(text ?? '');
  let hasUnreadable = unreadable > 0;
  const inTurn = serialised();
  const isKept = path !== null && !options.isReadOnly;
  const appended = new LineFile(path ?? '', file);
  const rewrite = async (): Promise<void> => {
    const whole = runs.map((run) => `${JSON.stringify(run)}\n`).join('');
    await replaceText(path ?? '', whole, file);
    linesInFile = runs.length;
    bytesInFile = Buffer.byteLength(whole);
    hasUnreadable = false;
  };
  return {
    notice:
      unreadable === 0
        ? null
        : `${unreadable} ${unreadable === 1 ? 'line' : 'lines'} of sql-history.jsonl cannot be read: a crash cut ${unreadable === 1 ? 'it' : 'them'} off, or another version wrote ${unreadable === 1 ? 'it' : 'them'}. The other runs are listed.`,
    list: () => runs.toReversed(),
    add: (run) =>
      inTurn(async () => {
        const whole = bounded({ ...run, id: randomUUID(), isCut: false });
        runs = kept([...runs, whole]);
        if (!isKept) return;
        // Lines that cannot be read go, and the file must not grow for ever.
        const line = JSON.stringify(whole);
        const bytes = bytesInFile + Buffer.byteLength(line) + 1;
        if (hasUnreadable || linesInFile > 2 * runs.length + slackLines || bytes > file.mostBytes) {
          await rewrite();
          return;
        }
        await appended.append([line]);
        linesInFile += 1;
        bytesInFile = bytes;
      }),
    clear: () =>
      inTurn(async () => {
        runs = [];
        if (isKept) await rewrite();
      }),
  };
}

function bounded(run: SqlRun): SqlRun {
  const isCut =
    run.sql.length > maxTextLength || run.arguments.some(({ value }) => value.length > maxTextLength);
  return {
    ...run,
    sql: run.sql.slice(0, maxTextLength),
    arguments: run.arguments.map((one) => ({ ...one, value: one.value.slice(0, maxTextLength) })),
    problem: run.problem && { ...run.problem, message: run.problem.message.slice(0, maxTextLength) },
    isCut,
  };
}

/** The newest runs that fit the limits. */
function kept(runs: readonly SqlRun[]): readonly SqlRun[] {
  let bytes = 0;
  let from = runs.length;
  while (from > 0 && runs.length - from < maxRuns) {
    bytes += Buffer.byteLength(JSON.stringify(runs[from - 1]));
    if (bytes > maxFileBytes) break;
    from -= 1;
  }
  return runs.slice(from);
}
