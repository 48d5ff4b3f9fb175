import type { Kind } from './kinds.ts';

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** Whether this ASCII text stands at a place. */
function standsAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** True for the first bytes of gzip data. */
export const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x1f, 0x8b);

/** A member, the end of an archive without any, the first of several parts. */
const zipMarks: readonly string[] = ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'];

/** Zstandard and LZ4 data may begin with a frame for others to use. Source: RFC 8878, section 3.1.2. */
const isSkippableFrame = (bytes: Uint8Array): boolean =>
  ((bytes[0] ?? 0) & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18;

/** A list of columns in protocol buffers, each beginning with its catalogue's name; Athena writes it beside results. */
const athenaMetadata = /"[\s\S]{1,2}\n\x04hive/;

/** Names packaging and binary formats by their first bytes; undefined for what may be text. */
export function sniffBinary(bytes: Uint8Array): Kind | undefined {
  if (bytes.length === 0) return 'empty';
  if (zipMarks.some((mark) => standsAt(bytes, 0, mark))) return 'zip';
  if (standsAt(bytes, 257, 'ustar')) return 'tar';
  if (startsWith(bytes, 0x42, 0x5a, 0x68)) return 'bzip2';
  if (startsWith(bytes, 0xfd, 0x37, 0x7a, 0x58, 0x5a)) return 'xz';
  if (startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(bytes)) return 'zstd';
  if (startsWith(bytes, 0x37, 0x7a, 0xbc, 0xaf)) return '7z';
  if (standsAt(bytes, 0, 'Rar!\u001a\u0007')) return 'rar';
  if (startsWith(bytes, 0x04, 0x22, 0x4d, 0x18) || startsWith(bytes, 0x02, 0x21, 0x4c, 0x18)) return 'lz4';
  if (startsWith(bytes, 0xff, 0x06, 0x00, 0x00) && standsAt(bytes, 4, 'sNaPpY')) return 'snappy';
  if (standsAt(bytes, 0, 'LZIP')) return 'lzip';
  if (startsWith(bytes, 0x1f, 0x9d)) return 'compress';
  if (standsAt(bytes, 0, 'PAR1') || standsAt(bytes, 0, 'PARE')) return 'parquet';
  if (standsAt(bytes, 0, 'ORC')) return 'orc';
  if (standsAt(bytes, 0, 'SQLite format 3')) return 'sqlite';
  if (bytes[0] === 0x0a && athenaMetadata.test(Buffer.from(bytes.subarray(0, 512)).toString('latin1')))
    return 'athena-metadata';
  return undefined;
}

const jsonKinds: readonly (readonly [Kind, (keys: ReadonlySet<string>) => boolean])[] = [
  ['s3-log', (keys) => keys.has('Records')],
  ['digest', (keys) => keys.has('digestS3Object') && keys.has('logFiles')],
  ['lake-sign-file', (keys) => keys.has('hashSignature') && keys.has('files')],
  ['public-keys', (keys) => keys.has('PublicKeyList') || keys.has('publicKeyList')],
  ['lookup-events', (keys) => keys.has('CloudTrailEvent') || (keys.has('Events') && !keys.has('eventName'))],
  ['eventbridge', (keys) => keys.has('detail-type') && keys.has('detail')],
  ['cloudwatch-payload', (keys) => (keys.has('messageType') && keys.has('logEvents')) || keys.has('awslogs')],
  ['insights-results', (keys) => keys.has('results') && keys.has('statistics')],
  ['lake', (keys) => keys.has('QueryResultRows')],
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
