import type { Cell } from '../../../shared/table/cell.ts';
import type { FileStatus } from '../../../shared/contract/evidence.ts';
import { ledgerColumns } from '../../../shared/contract/ledger-table.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter, type Column, type Format } from '../tables.ts';

const problemColumns: readonly Column[] = [
  { name: 'path' },
  { name: 'position', isNumber: true },
  { name: 'reason' },
  { name: 'sample' },
];
const pageRows = 2_000;

/** Writes the account of every file: what became of it and why. */
export async function listLedger(
  { session, terminal, signal }: Run,
  request: { readonly workspace: string; readonly status: FileStatus | undefined; readonly format: Format },
): Promise<ExitCode> {
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const writer = rowWriter(request.format, ledgerColumns, terminal.result);
  for (let offset = 0; ; offset += pageRows) {
    const { rows } = await session.call(
      'ledger.list',
      { status: request.status ?? null, offset, limit: pageRows },
      { signal },
    );
    writer.rows(rows.map((row) => ledgerColumns.map((column) => column.cell(row))));
    if (rows.length < pageRows) break;
  }
  writer.end();
  return exitCodes.ok;
}

/** Writes what was wrong inside files, place by place, with a sample of what stands there. */
export async function listProblems(
  { session, terminal, signal }: Run,
  request: { readonly workspace: string; readonly format: Format },
): Promise<ExitCode> {
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const writer = rowWriter(request.format, problemColumns, terminal.result);
  for (let offset = 0; ; offset += pageRows) {
    const problems = await session.call('ledger.allProblems', { offset, limit: pageRows }, { signal });
    writer.rows(
      problems.map(({ path, positionBytes, reason, sample }): Cell[] => [
        path,
        positionBytes,
        reason,
        sample,
      ]),
    );
    if (problems.length < pageRows) break;
  }
  writer.end();
  return exitCodes.ok;
}
