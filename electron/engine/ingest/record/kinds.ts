/** What a kind of file does to the records in it. */
interface HeldRecords {
  /** Which copy of an event is shown, of copies that lost equally little: that of the lowest rank. */
  readonly rank: number;
  /** True when they are no JSON text of CloudTrail there: rows, or events in another schema. */
  readonly isRebuilt: boolean;
}

const whole = (rank: number): HeldRecords => ({ rank, isRebuilt: false });
const rebuilt = (rank: number): HeldRecords => ({ rank, isRebuilt: true });

/** The rank of most kinds, and of those that another version wrote. */
const usualRank = 1;

/** What is known of a kind of file. */
interface KindOfFile {
  readonly label: string;
  readonly isReadable: boolean;
  readonly records?: HeldRecords;
}

/**
 * Every kind of file the sniffer can name, with words for people. `isReadable` says whether it is opened for records, and
 * `records` how well it keeps those that it holds itself. Ranks: log files first, then other containers that keep records
 * whole, then those that lose something, the console's CSV last. Source: the handling of CloudTrail exports by their
 * makers, see each container.
 */
export const kinds = {
  's3-log': { label: 'CloudTrail log file', isReadable: true, records: whole(0) },
  digest: { label: 'CloudTrail digest file', isReadable: false },
  'lake-sign-file': { label: 'CloudTrail Lake sign file', isReadable: false },
  'public-keys': { label: 'CloudTrail public key list', isReadable: false },
  'bucket-notification': { label: 'S3, SNS or SQS notification', isReadable: false },
  'lookup-events': { label: 'lookup-events output', isReadable: true, records: whole(1) },
  eventbridge: { label: 'EventBridge event', isReadable: true, records: whole(1) },
  'cloudwatch-payload': {
    label: 'CloudWatch Logs subscription payload',
    isReadable: true,
    records: whole(1),
  },
  'cloudwatch-events': { label: 'CloudWatch Logs event list', isReadable: true, records: whole(1) },
  'insights-results': { label: 'Logs Insights result', isReadable: true, records: whole(4) },
  'cloudwatch-export': { label: 'CloudWatch Logs export', isReadable: true, records: whole(1) },
  lake: { label: 'CloudTrail Lake query result', isReadable: true, records: rebuilt(4) },
  ocsf: { label: 'OCSF event', isReadable: true, records: rebuilt(5) },
  elastic: { label: 'Elastic document', isReadable: true, records: rebuilt(3) },
  splunk: { label: 'Splunk export', isReadable: true, records: whole(2) },
  'single-record': { label: 'single CloudTrail records', isReadable: true, records: whole(1) },
  'athena-results': { label: 'Athena query result as JSON', isReadable: true, records: whole(1) },
  respelled: { label: 'records whose fields have other names', isReadable: true, records: whole(1) },
  wrapped: { label: 'records inside other JSON', isReadable: true, records: whole(1) },
  companion: { label: 'output of an AWS command about accounts or trails', isReadable: false },
  'other-log': { label: 'log or finding of another service', isReadable: false },
  'other-cloud': { label: 'audit log or notifications of another cloud or store', isReadable: false },
  'json-array': { label: 'JSON array', isReadable: false },
  'json-lines': { label: 'several JSON values in one file', isReadable: false },
  json: { label: 'JSON of another kind', isReadable: false },
  'console-csv': { label: 'Event history CSV of the console', isReadable: true, records: rebuilt(6) },
  'athena-csv': { label: 'Athena query result', isReadable: true, records: rebuilt(4) },
  'lake-csv': { label: 'CloudTrail Lake query result as CSV', isReadable: true, records: rebuilt(4) },
  'insights-csv': { label: 'Logs Insights result as CSV', isReadable: true, records: whole(4) },
  'splunk-csv': { label: 'Splunk export as CSV', isReadable: true, records: whole(2) },
  'kibana-csv': { label: 'Kibana report as CSV', isReadable: true, records: rebuilt(3) },
  rows: { label: 'rows of a query as lists of cells', isReadable: true, records: whole(1) },
  'yaml-output': { label: 'output of an AWS command as YAML', isReadable: true, records: whole(1) },
  'field-table': {
    label: 'table of events whose fields have other names',
    isReadable: true,
    records: whole(1),
  },
  'cell-table': { label: 'records in cells of a table', isReadable: true, records: whole(1) },
  'prefixed-lines': { label: 'records in lines of text', isReadable: true, records: whole(1) },
  'athena-metadata': { label: 'column list beside an Athena query result', isReadable: false },
  'cloudwatch-write-test': { label: 'write test of a CloudWatch Logs export', isReadable: false },
  'credential-report': { label: 'IAM credential report', isReadable: false },
  timeline: { label: 'timeline of detection results', isReadable: false },
  table: { label: 'table as text (CSV or TSV)', isReadable: false },
  'web-page': { label: 'web page (HTML)', isReadable: false },
  'error-answer': { label: 'error answer of a service', isReadable: false },
  'lfs-pointer': { label: 'Git LFS pointer', isReadable: false },
  zeros: { label: 'nothing but NUL bytes', isReadable: false },
  yaml: { label: 'YAML file', isReadable: false },
  text: { label: 'text', isReadable: false },
  zip: { label: 'zip archive', isReadable: true },
  tar: { label: 'tar archive', isReadable: true },
  bzip2: { label: 'bzip2 file', isReadable: false },
  xz: { label: 'xz file', isReadable: false },
  zstd: { label: 'zstd file', isReadable: false },
  '7z': { label: '7z archive', isReadable: false },
  rar: { label: 'RAR archive', isReadable: false },
  lz4: { label: 'LZ4 file', isReadable: false },
  snappy: { label: 'Snappy file', isReadable: false },
  lzip: { label: 'lzip file', isReadable: false },
  compress: { label: 'file packed with compress (.Z)', isReadable: false },
  parquet: { label: 'Parquet file', isReadable: true, records: rebuilt(4) },
  orc: { label: 'ORC file', isReadable: false },
  sqlite: { label: 'SQLite database', isReadable: false },
  binary: { label: 'binary file', isReadable: false },
  empty: { label: 'empty file', isReadable: false },
  link: { label: 'link', isReadable: false },
  special: { label: 'device, pipe or socket', isReadable: false },
  folder: { label: 'folder', isReadable: false },
  unreadable: { label: 'unreadable file', isReadable: false },
} as const satisfies Record<string, KindOfFile>;

/** Names what a file turned out to be; see `kinds`. */
export type Kind = keyof typeof kinds;

const all: readonly (readonly [name: string, kind: KindOfFile])[] = Object.entries(kinds);
const known: ReadonlyMap<string, KindOfFile> = new Map(all);

/** A kind in words, also one that another version wrote into the ledger. */
export const kindLabel = (kind: string): string => known.get(kind)?.label ?? kind;

/** True for kinds whose records are no JSON text of CloudTrail: rows, or events in another schema. */
export const isRebuiltIn = (kind: string): boolean => known.get(kind)?.records?.isRebuilt === true;

/** True for files that hold records themselves, not only other files. */
export const isLogKind = (kind: Kind): boolean => known.get(kind)?.records !== undefined;

/** Kinds of files that hold records themselves. */
export const logKinds = (Object.keys(kinds) as Kind[]).filter(isLogKind);

/** SQL of the rank of the kind in a column. */
export const rankOfKind = (column: string): string => {
  const ranks = all.flatMap(([name, { records }]) =>
    records === undefined || records.rank === usualRank ? [] : [`WHEN '${name}' THEN ${records.rank}`],
  );
  return `CASE ${column} ${ranks.join(' ')} ELSE ${usualRank} END`;
};
