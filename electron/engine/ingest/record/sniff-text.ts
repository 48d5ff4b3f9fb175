import { companionInWords, type CompanionKind } from '../../../../shared/cloudtrail/companions.ts';
import type { Kind } from './kinds.ts';
import { lookAlike } from './look-alikes.ts';
import { cellsOfLine } from '../tables/csv-rows.ts';
import { columnsOf, headerOf, isAsideLine, type Header } from './header.ts';

/** What text is, and words for the ledger where the kind's own do not say enough. */
export interface TextKind {
  readonly kind: Kind;
  readonly reason?: string;
  /** What it tells of accounts or objects, if it does. */
  readonly companion?: CompanionKind;
}

/** VPC flow logs: a header of field names or records of version 2. Source: VPC User Guide, “Flow log records”. */
const flowLog = /^(?:(?:[a-z]+(?:-[a-z]+)* ){3,}[a-z-]+\s*$|\d+ (?:\d{12}|unknown) eni-[0-9a-f]+ )/m;
const flowFields = /\b(?:interface-id|srcaddr|log-status|flow-direction|vpc-id)\b/;
/** S3 server access logs: bucket owner, bucket, time in brackets. Source: S3 User Guide, “Server access log format”. */
const accessLog = /^[0-9a-f]{64} \S+ \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/;
/** Load balancers. Source: Elastic Load Balancing User Guides, “Access logs”. */
const balancerLog =
  /^(?:(?:https?|h2|grpcs?|wss?) \d{4}-\d{2}-\d{2}T\S+Z app\/|tls \d\.\d \d{4}-\d{2}-\d{2}T\S+ (?:net\/)?|\d{4}-\d{2}-\d{2}T\S+Z \S+ \d+\.\d+\.\d+\.\d+:\d+ (?:\S+ ){5})/;
/** CloudFront and other logs in W3C's extended format. Source: CloudFront Developer Guide, “Standard logging”. */
const extendedLog = /^#Version: ?\d/;
/** What CloudWatch Logs writes as `aws-logs-write-test` before an export, to see whether it may. */
const writeTest = /^permission check successful\.?$/i;
/** What servers answer instead of a file. */
const webPage = /^(?:<!doctype html|<html[\s>])/i;
/** Source: S3 API reference, "Error responses". */
const errorAnswer = /^(?:<\?xml[^>]*>\s*)?<Error(?:Response)?[\s>]/;
/** Source: Git LFS specification, "The pointer". */
const lfsPointer = /^version https:\/\/git-lfs\.github\.com\/spec\//;
const zeros = /^\0+$/;
const scalar = /^(?:null|true|false|-?\d+(?:\.\d+)?)$/;
const yaml = /^(?:---\s*(?:#.*)?|%YAML .*|[A-Za-z_][\w-]*:(?: .*)?)$/;

/** A row of an inventory of objects, which has no header: bucket, key, sizes and times. Source: S3 User Guide, “Amazon S3 Inventory”. */
const inventory =
  /^"[a-z0-9][a-z0-9.-]{2,62}","[^"\r\n]{1,3000}"(?:,"[^"\r\n]*"){0,8},"\d{1,15}","\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/;

const asCompanion = (kind: CompanionKind): TextKind => ({
  kind: 'companion',
  reason: companionInWords(kind),
  companion: kind,
});

const byStart: readonly (readonly [Kind, (text: string) => boolean])[] = [
  ['cloudwatch-write-test', (text) => writeTest.test(text.trim())],
  ['web-page', (text) => webPage.test(text)],
  ['error-answer', (text) => errorAnswer.test(text)],
  ['lfs-pointer', (text) => lfsPointer.test(text)],
  ['zeros', (text) => zeros.test(text)],
  ['json', (text) => scalar.test(text.trim())],
  ['other-log', (text) => extendedLog.test(text)],
  ['other-log', (text) => accessLog.test(text)],
  ['other-log', (text) => balancerLog.test(text)],
];

const logNames: readonly (readonly [RegExp, string])[] = [
  [extendedLog, 'A web access log (such as CloudFront’s), not CloudTrail events.'],
  [accessLog, 'An S3 server access log, not CloudTrail events.'],
  [balancerLog, 'A load balancer’s access log, not CloudTrail events.'],
];

/** Tables with a name of their own, by columns. */
const tables: readonly (readonly [readonly string[], TextKind])[] = [
  [['accountid', 'name', 'email'], asCompanion('account-list')],
  [['accountid', 'accountname'], asCompanion('account-list')],
  [['id', 'name', 'email', 'arn', 'status'], asCompanion('account-list')],
  [
    ['user', 'arn', 'user_creation_time'],
    {
      kind: 'credential-report',
      reason: 'An IAM credential report: about users and keys, it holds no events.',
    },
  ],
  [
    ['ruletitle', 'level'],
    {
      kind: 'timeline',
      reason: 'A timeline of detection results (such as Suzaku’s or Hayabusa’s): results, not evidence.',
    },
  ],
];

/** True for a table whose first cell is quoted, which begins like a JSON text. */
export const isQuotedTable = (head: string): boolean =>
  /^\uFEFF?\s*"/.test(head) && headerOf(head) !== undefined;

/** Names text that is neither JSON nor a container of records, from its first kilobytes. */
export function sniffText(head: string): TextKind {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return { kind: 'text' };
  const start = byStart.find(([, matches]) => matches(text));
  if (start) {
    const reason = logNames.find(([pattern]) => pattern.test(text))?.[1] ?? errorReason(text);
    return reason === undefined ? { kind: start[0] } : { kind: start[0], reason };
  }
  const [firstLine = ''] = text.split(/\r\n|\n|\r/, 1);
  if (inventory.test(firstLine)) return asCompanion('s3-inventory');
  if (flowLog.test(firstLine) && (flowFields.test(firstLine) || /\beni-/.test(firstLine))) {
    return { kind: 'other-log', reason: 'A VPC flow log, not CloudTrail events.' };
  }
  if (isYaml(text)) return { kind: 'yaml' };
  const header = headerOf(head);
  if (header && isTable(header, text)) return lookAlikeTable(header, text) ?? tableKind(header);
  return head.includes('\0') ? { kind: 'binary' } : { kind: 'text' };
}

/** With the error's code, which says why there is no file. */
function errorReason(text: string): string | undefined {
  const [, code] = errorAnswer.test(text) ? (/<Code>(\w{1,60})<\/Code>/.exec(text) ?? []) : [];
  return code === undefined ? undefined : `An error answer of a service (${code}), not CloudTrail events.`;
}

function tableKind(header: Header): TextKind {
  const columns = columnsOf(header);
  const known = tables.find(([names]) => names.every((name) => columns.has(name)));
  if (known) return known[1];
  const shown = header.cells
    .slice(0, 4)
    .map((cell) => `“${cell.replaceAll(/\p{C}/gu, '').slice(0, 40)}”`)
    .join(', ');
  const what = columns.has('eventname')
    ? 'with event names, but not one row for one event'
    : 'without CloudTrail’s columns';
  return { kind: 'table', reason: `A table ${what} (it begins ${shown}); not CloudTrail events.` };
}

/** Events of another cloud in a table, by its columns and first values. */
function lookAlikeTable({ cells, dialect }: Header, text: string): TextKind | undefined {
  const second = text.split(/\r\n|\n|\r/).filter((line) => !isAsideLine(line))[1] ?? '';
  const values = cellsOfLine(second, dialect) ?? [];
  return lookAlike(Object.fromEntries(cells.map((cell, index) => [cell, values[index] ?? ''])));
}

/** Prose has commas too: a table has the same number of cells in its second row. */
function isTable(header: Header, text: string): boolean {
  const second = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')[1];
  if (second === undefined) return header.cells.length > 2;
  const cells = headerOf(second)?.cells.length ?? 0;
  return cells === header.cells.length || header.cells.length > 4 || second.includes('"');
}

function isYaml(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/, 40).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [first = ''] = lines;
  if (!yaml.test(first)) return false;
  return /^(?:---|%YAML)/.test(first) || lines.slice(1).some((line) => /^(?:\s+[\w-]+:|\s*- )/.test(line));
}
