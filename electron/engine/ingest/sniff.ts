import type { Kind } from './kinds.ts';

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** True for the first bytes of gzip data. */
export const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x1f, 0x8b);

/** Length of a UTF-8 byte order mark at the start: 3 or 0. */
export const bomLength = (bytes: Uint8Array): number => (startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0);

/** Names packaging and binary formats by their first bytes; undefined for what may be text. */
export function sniffBinary(bytes: Uint8Array): Kind | undefined {
  if (bytes.length === 0) return 'empty';
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (ascii(bytes, 257, 262) === 'ustar') return 'tar';
  if (startsWith(bytes, 0x42, 0x5a, 0x68)) return 'bzip2';
  if (startsWith(bytes, 0xfd, 0x37, 0x7a, 0x58, 0x5a)) return 'xz';
  if (startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (startsWith(bytes, 0x37, 0x7a, 0xbc, 0xaf)) return '7z';
  if (ascii(bytes, 0, 4) === 'PAR1') return 'parquet';
  if (ascii(bytes, 0, 3) === 'ORC') return 'orc';
  if (ascii(bytes, 0, 15) === 'SQLite format 3') return 'sqlite';
  return undefined;
}

const jsonKinds: readonly (readonly [Kind, (keys: ReadonlySet<string>) => boolean])[] = [
  ['digest', (keys) => keys.has('digestS3Object') && keys.has('logFiles')],
  ['lake-sign-file', (keys) => keys.has('hashSignature') && keys.has('files')],
  ['public-keys', (keys) => keys.has('PublicKeyList') || keys.has('publicKeyList')],
  ['lookup-events', (keys) => keys.has('CloudTrailEvent') || (keys.has('Events') && !keys.has('eventName'))],
  ['eventbridge', (keys) => keys.has('detail-type') && keys.has('detail')],
  ['cloudwatch-payload', (keys) => (keys.has('messageType') && keys.has('logEvents')) || keys.has('awslogs')],
  [
    'insights-results',
    (keys) => keys.has('QueryResultRows') || (keys.has('results') && keys.has('statistics')),
  ],
  [
    'cloudwatch-events',
    (keys) => keys.has('events') && (keys.has('nextForwardToken') || keys.has('searchedLogStreams')),
  ],
  ['ocsf', (keys) => keys.has('class_uid')],
  [
    'elastic',
    (keys) =>
      keys.has('_source') || keys.has('hits') || [...keys].some((key) => key.startsWith('aws.cloudtrail')),
  ],
  ['splunk', (keys) => keys.has('_raw') || (keys.has('result') && keys.has('preview'))],
  ['single-record', (keys) => keys.has('eventName') && (keys.has('eventSource') || keys.has('eventVersion'))],
];

/** Names a JSON object by its keys. */
export function sniffJsonObject(keys: readonly string[]): Kind {
  const set = new Set(keys);
  return jsonKinds.find(([, matches]) => matches(set))?.[0] ?? 'json';
}

const exportLine = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z \{/;

/** Header cells of the tables CloudTrail data is exported to: console, Athena, Lake, Logs Insights, Splunk, Kibana. */
const tableHeaders: ReadonlySet<string> = new Set([
  'event name',
  'event id',
  'eventname',
  'eventid',
  'eventtime',
  '@timestamp',
  '@message',
  '_raw',
  'event.action',
]);

/** Names text that is not a JSON object, from its first kilobytes. */
export function sniffText(head: Uint8Array): Kind {
  if (head.includes(0)) return 'binary';
  const text = new TextDecoder()
    .decode(head)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') return 'text';
  if (text.startsWith('[')) return 'json-array';
  if (exportLine.test(text)) return 'cloudwatch-export';
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const cells = firstLine.split(/[,\t]/).map((cell) => cell.trim().replaceAll('"', '').toLowerCase());
  return cells.length > 1 && cells.some((cell) => tableHeaders.has(cell)) ? 'csv' : 'text';
}
