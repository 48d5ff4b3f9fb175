import type { ArchiveAtAGlance, OverviewLine, StandsOut } from '../../../shared/contract/overview.ts';
import type { Sentence } from '../../../shared/contract/statement.ts';
import { formatCount, plural } from '../../../shared/words/counted.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { safeJson, visible } from '../visible-text.ts';

/** Tells what an archive holds and what stands out in it. */
export async function showOverview(
  { session, terminal, signal }: Run,
  request: { readonly workspace: string; readonly json: boolean },
): Promise<ExitCode> {
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const archive = await session.call('overview.archive', {}, { signal });
  const standsOut = await session.call('overview.standsOut', {}, { signal });
  const text = request.json
    ? `${safeJson({ archive, standsOut })}\n`
    : [...archiveLines(archive), '', ...standsOutLines(standsOut)]
        .map((line) => `${visible(line)}\n`)
        .join('');
  terminal.result(text);
  return exitCodes.ok;
}

const named = (name: string, text: string): string => `${name.padEnd(13)}${text}`;

/** Places with most events, and how many more there are. */
function placesText(values: ArchiveAtAGlance['accounts'], inAll: number): string {
  const names = values.map(({ value, events }) => `${value} (${formatCount(events)})`).join(', ');
  const rest = inAll - values.length;
  return rest > 0 ? `${names} and ${formatCount(rest)} more` : names || 'none named';
}

function archiveLines(archive: ArchiveAtAGlance): readonly string[] {
  const { span, files } = archive;
  return [
    named('Accounts', placesText(archive.accounts, archive.accountsInAll)),
    named('Regions', placesText(archive.regions, archive.regionsInAll)),
    named(
      'Span',
      span ? `${timeText(span.fromMicros)} to ${timeText(span.toMicros)}` : 'no event has a time',
    ),
    named(
      'Events',
      `${formatCount(archive.events)}: ${plural(archive.writes, 'write')} done, ${formatCount(archive.failed)} failed, ${formatCount(archive.refused)} of them refused`,
    ),
    named('By services', `${formatCount(archive.serviceCalls)} on their own`),
    named('Reads', `${formatCount(archive.withoutConsequence)} change nothing and tell no secret`),
    named(
      'Recorded',
      archive.categories
        .map(({ value, events }) => `${value ?? 'no category named'} ${formatCount(events)}`)
        .join(', ') || 'nothing',
    ),
    named(
      'Files',
      `${formatCount(files.all)}: ${plural(files.logs, 'log')}, ${formatCount(files.refused)} refused, ${formatCount(files.partial)} read in part, ${plural(files.digests, 'digest')}`,
    ),
    named(
      'Integrity',
      files.digests === 0
        ? 'nothing here is authenticated: there are no digest files'
        : 'nothing here is authenticated: its digest files have not been read',
    ),
    ...archive.who.map(({ principal, events, writes, addresses }, index) =>
      named(
        index === 0 ? 'Who' : '',
        `${principal}: ${plural(events, 'event')}, ${plural(writes, 'write')} done, ${plural(addresses, 'address', 'addresses')}`,
      ),
    ),
  ];
}

const sentenceText = (sentence: Sentence): string =>
  sentence.map((part) => ('text' in part ? part.text : part.value)).join('');

function linesOf({ statement, dismissed, expected }: OverviewLine): readonly string[] {
  const { severity, outcome, grade, subject, count, says, detail } = statement;
  const indent = ' '.repeat(3);
  return [
    `${severity}  ${sentenceText(says)}`,
    ...(detail.length === 0 ? [] : [`${indent}${sentenceText(detail)}`]),
    `${indent}${plural(count, 'event')}, ${outcome}, ${grade.replace('-', ' ')}, ${subject}${expected.length > 0 ? ', expected' : ''}`,
    ...(dismissed ? [`${indent}dismissed by ${dismissed.by}, ${dismissed.at}: ${dismissed.reason}`] : []),
  ];
}

function standsOutLines({ verdict, lines, more, sources, isPartial }: StandsOut): readonly string[] {
  if (sources.length === 0) return ['Nothing was looked for, so nothing is said about what stands out.'];
  const end = isPartial ? ['The archive is still being looked through.'] : [];
  if (lines.length === 0)
    return [`Nothing stands out of what was looked for: ${sources.join(', ')}.`, ...end];
  return [
    ...(verdict ? [sentenceText(verdict), ''] : []),
    ...lines.flatMap(linesOf),
    ...(more > 0 ? [`${plural(more, 'more line')} not listed`] : []),
    ...end,
  ];
}
