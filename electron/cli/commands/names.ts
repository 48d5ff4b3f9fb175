import { resolve } from 'node:path';
import type { GivenFile } from '../../../shared/contract/names.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import { plural } from '../../../shared/words/counted.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter } from '../tables.ts';
import { safeJson, visible } from '../visible-text.ts';

/** What `names` was asked. */
export interface NamesRequest {
  readonly workspace: string;
  /** Files to take into the workspace. */
  readonly add: readonly string[];
  /** The SHA-256, or its beginning, of a file to forget. */
  readonly remove: string | undefined;
  readonly json: boolean;
}

/** Gives a workspace files of names and ranges, or takes one back, and tells what is known and from where. */
export async function tellNames(run: Run, { workspace, add, remove, json }: NamesRequest): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  const isChange = add.length > 0 || remove !== undefined;
  await session.engine.openWorkspaceAt({ path: workspace, lock: isChange ? 'respect' : 'read-only' });
  if (remove !== undefined) {
    const given = await session.call('names.given', {}, { signal });
    const sha256 = given.find((one) => one.sha256.startsWith(remove.toLowerCase()))?.sha256 ?? remove;
    await session.call('names.remove', { sha256 });
  }
  if (add.length > 0)
    await session.call('names.add', { grants: add.map((path) => session.grant(resolve(path))) });
  const found = await session.call('names.companions', {}, { signal });
  const given = await session.call('names.given', {}, { signal });
  const accounts = await session.call('names.accounts', {}, { signal });
  if (json) {
    terminal.result(`${safeJson({ found, given, accounts })}\n`);
    return exitCodes.ok;
  }
  const files = rowWriter(
    'table',
    [
      { name: 'file' },
      { name: 'what' },
      { name: 'tells', isNumber: true },
      { name: 'dated' },
      { name: 'sha256' },
    ],
    terminal.result,
  );
  files.rows([
    ...found.map(({ path, source, facts, sha256 }) => [path, source, facts, null, sha256]),
    ...given.map(givenRow),
  ]);
  files.end();
  if (accounts.length === 0) terminal.note('No account has a name.');
  else {
    terminal.result(`\n${visible(plural(accounts.length, 'account'))} with a name\n`);
    const names = rowWriter(
      'table',
      [{ name: 'account' }, { name: 'name' }, { name: 'unit' }, { name: 'source' }, { name: 'dated' }],
      terminal.result,
    );
    names.rows(
      accounts.map(({ account, name, ou, isManagement, source, dated }) => [
        account,
        isManagement ? `${name ?? ''} (management account)`.trim() : name,
        ou,
        source,
        dated,
      ]),
    );
    names.end();
  }
  return exitCodes.ok;
}

const givenRow = ({ file, facts, dated, sha256 }: GivenFile): Cell[] => [
  file,
  'given by a person',
  facts,
  dated,
  sha256,
];
