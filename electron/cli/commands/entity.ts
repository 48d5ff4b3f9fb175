import type {
  CredentialLane,
  EntityFailures,
  FailureLine,
} from '../../../shared/contract/entity-sections.ts';
import type { Sentence } from '../../../shared/contract/statement.ts';
import { formatCount, plural } from '../../../shared/words/counted.ts';
import { formatDuration } from '../../../shared/words/duration.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { entityOf } from '../entity-of.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter } from '../tables.ts';
import { safeJson, visible } from '../visible-text.ts';

const limits = { lanes: 50, pieces: 60, failures: 30 };

const sentence = (says: Sentence): string =>
  says.map((part) => ('text' in part ? part.text : visible(part.value))).join('');

const timeOf = (micros: number | null): string => (micros === null ? '–' : timeText(micros));

function nameOf(lane: CredentialLane): string {
  if (lane.key !== null) return lane.key;
  const words = {
    console: 'console session',
    aws: 'AWS on behalf',
    'sign-in': 'sign-ins',
    none: 'no credential',
  };
  const word = lane.kind === 'key' || lane.kind === 'temporary' ? lane.kind : words[lane.kind];
  return lane.createdMicros === null ? word : `${word} of ${timeText(lane.createdMicros)}`;
}

function obtainedIn({ obtained }: CredentialLane): string {
  const when = obtained.atMicros === null ? '' : ` at ${timeText(obtained.atMicros)}`;
  return `${obtained.grade.replace('-', ' ')}: ${obtained.says}${when}`;
}

const first = (values: CredentialLane['addresses']): string =>
  `${values.values[0]?.value ?? '–'}${values.distinct > 1 ? ` and ${formatCount(values.distinct - 1)} more` : ''}`;

function betweenIn({ laterDone, between, betweenInAll, grade }: FailureLine): string {
  if (laterDone === 0) return 'never done here';
  const changes = between.map(
    ({ eventName, atMicros, target }) => `${eventName} ${target ?? ''} at ${timeText(atMicros)}`,
  );
  const more = betweenInAll > between.length ? ` and ${formatCount(betweenInAll - between.length)} more` : '';
  const told = changes.length === 0 ? 'no change recorded between' : `between: ${changes.join('; ')}${more}`;
  return `${told}${grade === 'inferred' ? ' (inferred: the same action, not a thing that both name)' : ''}`;
}

function writeFailures({ terminal }: Run, found: EntityFailures): void {
  const { refused, throttled, notFound, failed } = found;
  terminal.result(
    `\nRefused ${formatCount(refused)}, throttled ${formatCount(throttled)}, not found ${formatCount(notFound)}, failed otherwise ${formatCount(failed)}\n`,
  );
  for (const line of found.lines) {
    const gap =
      line.gap === null
        ? ''
        : `, after ${formatDuration(line.gap.leastMicros / 1_000)} to ${formatDuration(line.gap.mostMicros / 1_000)}`;
    terminal.result(
      visible(
        `  ${line.eventName} ${line.target ?? ''} (${line.class} ${formatCount(line.events)}, ${line.errorCode ?? 'no code'}; later done ${formatCount(line.laterDone)}${gap}): ${betweenIn(line)}`,
      ) + '\n',
    );
  }
  if (found.more > 0) terminal.result(`  … and ${plural(found.more, 'line')} more\n`);
}

/** Tells what is known of one identity, key, address, resource, account or Region. */
export async function tellEntity(
  run: Run,
  request: { readonly workspace: string; readonly value: string; readonly json: boolean },
): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const { kind, value, question } = await entityOf(run, request.value);
  const credentials = await session.call(
    'entities.credentials',
    { question, limit: limits.lanes, pieces: limits.pieces },
    { signal },
  );
  const failures = await session.call('entities.failures', { question, limit: limits.failures }, { signal });
  if (request.json) {
    terminal.result(`${safeJson({ kind, value, credentials, failures })}\n`);
    return exitCodes.ok;
  }
  terminal.result(`${kind} ${visible(value)}\n`);
  if (credentials.events === 0) {
    terminal.result('No event of it is in this archive.\n');
    return exitCodes.ok;
  }
  terminal.result(`${sentence(credentials.headline.says)} [${credentials.headline.grade}]\n`);
  terminal.result(
    `${plural(credentials.events, 'event')}, ${plural(credentials.writes, 'write')} asked for, ${formatCount(credentials.failed)} failed, ${formatCount(credentials.refused)} of them refused\n\n`,
  );
  writeLanes(run, credentials.lanes);
  writeFailures(run, failures);
  if (credentials.notKnown.length > 0) terminal.result('\nNot known\n');
  for (const gap of credentials.notKnown) terminal.result(`- ${gap}\n`);
  return exitCodes.ok;
}

function writeLanes({ terminal }: Run, lanes: readonly CredentialLane[]): void {
  const texts = ['credential', 'obtained', 'first', 'last', 'from', 'client'].map((name) => ({ name }));
  const numbers = ['direct', 'by AWS', 'writes', 'failed'].map((name) => ({ name, isNumber: true }));
  const writer = rowWriter('table', [...texts, ...numbers], (text) => terminal.result(text));
  writer.rows(
    lanes.map((lane) => [
      nameOf(lane),
      obtainedIn(lane),
      timeOf(lane.firstMicros),
      timeOf(lane.lastMicros),
      first(lane.addresses),
      first(lane.clients),
      lane.direct,
      lane.byAws,
      lane.writes,
      lane.failed,
    ]),
  );
  writer.end();
}
