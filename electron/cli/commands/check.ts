import { checkWorkspace } from '../../engine/check/check.ts';
import type { Finding } from '../../engine/check/finding.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { safeJson, visible } from '../visible-text.ts';

const marks: Readonly<Record<Finding['state'], string>> = {
  sound: 'sound',
  wrong: 'WRONG',
  unchecked: 'not checked',
};

/** Checks a workspace and tells, part by part, what is right, what is not and what to do. Changes nothing. */
export async function tellCheck(
  { terminal, signal }: Run,
  request: { readonly workspace: string; readonly withSources: boolean; readonly json: boolean },
): Promise<ExitCode> {
  const { workspace, withSources, json } = request;
  const findings = await checkWorkspace({
    path: workspace,
    withSources,
    signal,
    onPhase: terminal.progress,
  });
  terminal.endProgress();
  const told = findings.map(({ todo, ...rest }) => ({
    ...rest,
    todo: todo?.replaceAll('<workspace>', workspace) ?? null,
  }));
  terminal.result(told.map(json ? (one) => `${safeJson(one)}\n` : inLines).join(''));
  if (findings.some(({ state }) => state === 'wrong')) return exitCodes.failed;
  return findings.some(({ state }) => state === 'unchecked') ? exitCodes.unchecked : exitCodes.ok;
}

const indent = ' '.repeat(25);

function inLines({ part, state, what, todo }: Finding): string {
  const head = `${marks[state].padEnd(12)} ${part.padEnd(11)} ${visible(what)}\n`;
  return todo === null ? head : `${head}${indent}${visible(todo)}\n`;
}
