import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { safeJson, visible } from '../visible-text.ts';

/** Tells what a workspace holds. */
export async function showInfo(
  { session, terminal, signal }: Run,
  request: { readonly workspace: string; readonly json: boolean },
): Promise<ExitCode> {
  const info = await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const ledger = await session.call('ledger.summary', {}, { signal });
  const files = Object.fromEntries(ledger.statuses.map(({ status, files: count }) => [status, count]));
  const { records, events, duplicates, aggregated, refused } = ledger;
  const from = info.firstEventMicros === null ? null : timeText(info.firstEventMicros);
  const to = info.lastEventMicros === null ? null : timeText(info.lastEventMicros);
  const { id, title, path, createdAt, sources, isImportUnfinished, isWatching } = info;
  if (request.json) {
    terminal.result(
      `${safeJson({ id, title, path, createdAt, sources, isImportUnfinished, isWatching, files, records, events, duplicates, aggregated, refused, reshaped: ledger.reshaped, updated: ledger.updated, conflicts: ledger.conflicts.length, firstEvent: from, lastEvent: to })}\n`,
    );
    return exitCodes.ok;
  }
  const count = (value: number): string => value.toLocaleString('en-US');
  const lines: [string, string][] = [
    ['Title', title],
    ['Workspace', path],
    ['Created', createdAt],
    ['Events', count(events)],
    [
      'Records',
      `${count(records)} = ${count(events)} events + ${count(duplicates)} duplicates + ${count(aggregated)} aggregated + ${count(refused)} refused`,
    ],
    ['From', from ?? '–'],
    ['To', to ?? '–'],
    [
      'Files',
      ledger.statuses.map(({ status, files: number }) => `${count(number)} ${status}`).join(', ') || 'none',
    ],
    ...sources.map((source, index): [string, string] => [index === 0 ? 'Sources' : '', source]),
  ];
  if (ledger.reshaped > 0)
    lines.push(['Respelled', `${count(ledger.reshaped)} duplicates say the same in another spelling`]);
  if (ledger.updated > 0)
    lines.push([
      'Corrected',
      `${count(ledger.updated)} duplicates were corrected by a later record, which is shown`,
    ]);
  if (ledger.conflicts.length > 0)
    lines.push(['Conflicts', `${count(ledger.conflicts.length)} event IDs stand for different events`]);
  if (isImportUnfinished) lines.push(['Unfinished', 'An import was cut off; import again to continue it.']);
  terminal.result(lines.map(([name, text]) => `${name.padEnd(11)}${visible(text)}\n`).join(''));
  return exitCodes.ok;
}
