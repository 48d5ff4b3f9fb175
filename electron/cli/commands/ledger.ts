import type { Cell } from '../../../shared/contract/common.ts';
import type { FileStatus } from '../../../shared/contract/ingest.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter, type Column, type Format } from '../tables.ts';
import { timeText } from '../time-text.ts';

const columns: readonly Column[] = [
  { name: 'path' },
  { name: 'status' },
  { name: 'kind' },
  { name: 'reason' },
  { name: 'position', isNumber: true },
  { name: 'size', isNumber: true },
  { name: 'records', isNumber: true },
  { name: 'events', isNumber: true },
  { name: 'duplicates', isNumber: true },
  { name: 'firstEvent' },
  { name: 'lastEvent' },
  { name: 'sha256' },
];
const pageRows = 2_000;

/** Writes the account of every file: what became of it and why. */
export async function listLedger(
  { session, terminal, signal }: Run,
  request: { readonly workspace: string; readonly status: FileStatus | undefined; readonly format: Format },
): Promise<ExitCode> {
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const writer = rowWriter(request.format, columns, terminal.result);
  const time = (micros: number | null): string | null => (micros === null ? null : timeText(micros));
  for (let offset = 0; ; offset += pageRows) {
    const { rows } = await session.call(
      'ledger.list',
      { status: request.status ?? null, offset, limit: pageRows },
      { signal },
    );
    writer.rows(
      rows.map((row): Cell[] => [
        row.path,
        row.status,
        row.kind,
        row.reason,
        row.positionBytes,
        row.sizeBytes,
        row.records,
        row.events,
        row.duplicates,
        time(row.firstEventMicros),
        time(row.lastEventMicros),
        row.sha256,
      ]),
    );
    if (rows.length < pageRows) break;
  }
  writer.end();
  return exitCodes.ok;
}
