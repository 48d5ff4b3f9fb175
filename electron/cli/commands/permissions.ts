import { plural } from '../../../shared/words/counted.ts';
import { entityOf } from '../entity-of.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter } from '../tables.ts';
import { safeJson, visible } from '../visible-text.ts';

/** Uses that are read; more are counted and left out of the policy. */
const most = 5_000;

/** Tells which IAM actions an identity used on what, and the policy that would allow just this. */
export async function tellPermissions(
  run: Run,
  request: { readonly workspace: string; readonly principal: string; readonly json: boolean },
): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const { kind, value, question } = await entityOf(run, request.principal);
  const found = await session.call('entities.permissions', { question, limit: most }, { signal });
  if (request.json) {
    const policy: unknown = JSON.parse(found.policy);
    terminal.result(`${safeJson({ kind, value, ...found, policy })}\n`);
    return exitCodes.ok;
  }
  terminal.result(`${kind} ${visible(value)}\n`);
  terminal.result(`${plural(found.actions, 'action')} of ${plural(found.services.length, 'service')}\n\n`);
  const columns = [
    { name: 'service' },
    ...['write', 'read', 'refused', 'events'].map((name) => ({ name, isNumber: true })),
  ];
  const writer = rowWriter('table', columns, (text) => terminal.result(text));
  writer.rows(found.services.map((one) => [one.eventSource, one.write, one.read, one.refused, one.events]));
  writer.end();
  terminal.result(`\nObserved use as a policy:\n${found.policy.split('\n').map(visible).join('\n')}\n\n`);
  for (const gap of found.gaps) terminal.result(`- ${visible(gap)}\n`);
  return exitCodes.ok;
}
