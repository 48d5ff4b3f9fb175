import { AppError } from '../../../shared/bridge/errors.ts';
import { plural } from '../../../shared/words/counted.ts';
import { readLines } from '../disk/line-file.ts';
import { readLine } from '../areas/annotations/annotation-line.ts';
import type { EntryProblem } from '../workspace/entries.ts';
import { verifyJournal } from '../workspace/journal.ts';
import type { WorkspaceLayout } from '../workspace/layout.ts';
import { readManifest } from '../workspace/manifest.ts';
import { openSaved } from '../workspace/saved.ts';
import { openSqlHistory } from '../workspace/sql-history.ts';
import { openWorkLog } from '../workspace/work-log.ts';
import { sound, wrong, type CheckedPart, type Finding } from './finding.ts';

const restoreTodo = 'Restore the file from a copy of the workspace.';

/** A part whose file cannot even be looked into is wrong with its own words. */
async function guarded(part: CheckedPart, todo: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return wrong(part, error.message, todo);
  }
}

/** Whether every entry is what it has to be, and workspace.json can be read. */
export async function checkFolder(
  layout: WorkspaceLayout,
  problems: readonly EntryProblem[],
): Promise<readonly Finding[]> {
  const manifest = await guarded('folder', restoreTodo, async () => {
    const { manifest: read } = await readManifest(layout.manifest);
    return sound('folder', `workspace.json names ${plural(read.sources.length, 'source')}.`);
  });
  const odd = problems.map(({ sentence }) => wrong('folder', sentence, 'Put right what it names.'));
  return [manifest, ...odd];
}

/** Whether the entries of the journal follow each other unbroken. `isImported` says that there must be some. */
export function checkJournal(layout: WorkspaceLayout, isImported: boolean): Promise<Finding> {
  return guarded('journal', restoreTodo, async () => {
    const { entries, broken, lastHash } = await verifyJournal(layout.journal);
    if (broken) {
      const what = `Its chain breaks at line ${broken.line}: ${broken.reason} The ${plural(entries, 'entry', 'entries')} before hold.`;
      return wrong('journal', what, 'Compare it with a copy of the workspace; it cannot be mended.');
    }
    if (entries === 0 && isImported) {
      return wrong('journal', 'It is missing or empty, although evidence was imported.', restoreTodo);
    }
    return sound(
      'journal',
      `${plural(entries, 'entry', 'entries')} follow each other unbroken; the last is ${lastHash}.`,
    );
  });
}

/** Whether every line of the notes can be read. */
export function checkNotes(layout: WorkspaceLayout): Promise<Finding> {
  return guarded('notes', restoreTodo, async () => {
    let [lines, foreign] = [0, 0];
    const unreadable: number[] = [];
    for await (const { text } of readLines(layout.annotations)) {
      lines += 1;
      const line = text === '' ? 'unreadable' : readLine(text);
      if (line === 'unreadable') unreadable.push(lines);
      else if (line === 'foreign') foreign += 1;
    }
    const [first] = unreadable;
    if (first !== undefined) {
      const what = `${plural(unreadable.length, 'line')} of annotations.jsonl cannot be read, the first is line ${first}. The other notes are shown.`;
      return wrong('notes', what, 'Restore annotations.jsonl from a copy, or take these lines out.');
    }
    const others =
      foreign > 0 ? `; ${plural(foreign, 'line')} of another version are kept and not shown` : '';
    return sound('notes', `${plural(lines, 'line')} of changes can be read${others}.`);
  });
}

/** Whether saved queries, views and the history of runs can be read. */
export async function checkSavedWork(layout: WorkspaceLayout): Promise<readonly Finding[]> {
  const noticed = (notice: string | null, isSound: () => string): Finding =>
    notice === null ? sound('saved work', isSound()) : wrong('saved work', notice, restoreTodo);
  return Promise.all([
    guarded('saved work', restoreTodo, async () => {
      const saved = await openSaved(layout.saved, { isReadOnly: true });
      return noticed(
        saved.notice,
        () => `${plural(saved.list().length, 'saved query or view', 'saved queries and views')}.`,
      );
    }),
    guarded('saved work', restoreTodo, async () => {
      const history = await openSqlHistory(layout.sqlHistory, { isReadOnly: true });
      return noticed(history.notice, () => `${plural(history.list().length, 'earlier run')} of the console.`);
    }),
    guarded('saved work', restoreTodo, async () => {
      const { notice } = await openWorkLog(layout.work);
      return noticed(notice, () => 'Every decision about files can be read.');
    }),
  ]);
}
