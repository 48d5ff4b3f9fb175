import { cutTail, readLines, type LineFile } from '../../disk/line-file.ts';
import { namesEvents, readLine, type NamingLine } from './annotation-line.ts';
import { noNamedEvents, type NamedEvents, type NoteTables } from './annotation-tables.ts';
import { ChangeLog } from './change-log.ts';

/** Names handed to DuckDB at once while the file is read. */
const namesAtOnce = 20_000;

/** What reading annotations.jsonl needs. */
export interface AnnotationsSource {
  /** Null when the file is left out; it need not be there. */
  readonly path: string | null;
  readonly isReadOnly: boolean;
  readonly file: LineFile;
  /** Emptied and filled from the file. */
  readonly tables: NoteTables;
}

/**
 * Reads annotations.jsonl into the tables and answers its changes. A truncated end, left by a crash, is set aside; `notice` tells
 * of it, or of lines that another version wrote, and is null when there is nothing to tell. Errors: those of `cutTail`.
 */
export async function loadAnnotations({
  path,
  isReadOnly,
  file,
  tables,
}: AnnotationsSource): Promise<{ readonly log: ChangeLog; readonly notice: string | null }> {
  const log = new ChangeLog();
  let staged: NamedEvents = noNamedEvents();
  let goodBytes = 0;
  let sizeBytes = 0;
  let foreign = 0;
  let unreadable = 0;
  let isEndMissing = false;
  await tables.begin();
  for await (const line of path === null ? [] : readLines(path)) {
    sizeBytes = line.endBytes;
    const read = readLine(line.text);
    if (read === 'unreadable') {
      unreadable += 1;
      continue;
    }
    if (read === 'foreign') foreign += 1;
    else {
      const { number, isComplete } = log.take(read);
      if (number !== null && namesEvents(read)) addNames(staged, number, read);
      if (staged.names.length >= namesAtOnce) {
        await tables.stage(staged);
        staged = noNamedEvents();
      }
      if (!isComplete) continue;
    }
    isEndMissing = !line.isWhole;
    goodBytes = sizeBytes;
    // Unreadable lines from here back are no truncated end: they stand in the middle.
    foreign += unreadable;
    unreadable = 0;
  }
  await tables.stage(staged);
  log.settle();
  const counts = await tables.finish(log.rows());
  for (const [number, events] of counts) {
    const change = log.numbered(number);
    if (change) change.events = events;
  }
  const truncatedBytes = sizeBytes - goodBytes;
  if (!isReadOnly && path !== null && truncatedBytes > 0) {
    const { keptAs, bytes } = await cutTail(path, goodBytes);
    return { log, notice: `The last note was cut off by a crash; its ${bytes} bytes are kept in ${keptAs}.` };
  }
  if (!isReadOnly && truncatedBytes === 0 && isEndMissing) await file.endLine();
  const notice = `${foreign} lines of annotations.jsonl cannot be read by this version of Trailglass; they stay in the file.`;
  return { log, notice: foreign > 0 ? notice : null };
}

function addNames(staged: NamedEvents, number: number, line: NamingLine): void {
  for (const isByHash of [false, true]) {
    for (const [account, names] of Object.entries(isByHash ? line.records : line.events)) {
      for (const name of names) {
        staged.changes.push(number);
        staged.accounts.push(account);
        staged.names.push(name);
        staged.isByHash.push(isByHash);
      }
    }
  }
}
