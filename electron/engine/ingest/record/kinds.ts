/** Every kind of file the sniffer can name, with words for people. `isReadable` says whether its records are imported. */
export const kinds = {
  's3-log': { label: 'CloudTrail log file', isReadable: true },
  digest: { label: 'CloudTrail digest file', isReadable: false },
  'lake-sign-file': { label: 'CloudTrail Lake sign file', isReadable: false },
  'public-keys': { label: 'CloudTrail public key list', isReadable: false },
  'bucket-notification': { label: 'S3, SNS or SQS notification', isReadable: false },
  'lookup-events': { label: 'lookup-events output', isReadable: true },
  eventbridge: { label: 'EventBridge event', isReadable: true },
  'cloudwatch-payload': { label: 'CloudWatch Logs subscription payload', isReadable: true },
  'cloudwatch-events': { label: 'CloudWatch Logs event list', isReadable: true },
  'insights-results': { label: 'Logs Insights result', isReadable: true },
  'cloudwatch-export': { label: 'CloudWatch Logs export', isReadable: true },
  lake: { label: 'CloudTrail Lake query result', isReadable: true },
  ocsf: { label: 'OCSF event', isReadable: true },
  elastic: { label: 'Elastic document', isReadable: true },
  splunk: { label: 'Splunk export', isReadable: true },
  'single-record': { label: 'single CloudTrail records', isReadable: true },
  'athena-results': { label: 'Athena query result as JSON', isReadable: true },
  respelled: { label: 'records whose fields have other names', isReadable: true },
  wrapped: { label: 'records inside other JSON', isReadable: true },
  companion: { label: 'output of an AWS command about accounts or trails', isReadable: false },
  'other-log': { label: 'log or finding of another service', isReadable: false },
  'other-cloud': { label: 'audit log or notifications of another cloud or store', isReadable: false },
  'json-array': { label: 'JSON array', isReadable: false },
  'json-lines': { label: 'several JSON values in one file', isReadable: false },
  json: { label: 'JSON of another kind', isReadable: false },
  'console-csv': { label: 'Event history CSV of the console', isReadable: true },
  'athena-csv': { label: 'Athena query result', isReadable: true },
  'lake-csv': { label: 'CloudTrail Lake query result as CSV', isReadable: true },
  'insights-csv': { label: 'Logs Insights result as CSV', isReadable: true },
  'splunk-csv': { label: 'Splunk export as CSV', isReadable: true },
  'kibana-csv': { label: 'Kibana report as CSV', isReadable: true },
  rows: { label: 'rows of a query as lists of cells', isReadable: true },
  'yaml-output': { label: 'output of an AWS command as YAML', isReadable: true },
  'field-table': { label: 'table of events whose fields have other names', isReadable: true },
  'cell-table': { label: 'records in cells of a table', isReadable: true },
  'prefixed-lines': { label: 'records in lines of text', isReadable: true },
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
  parquet: { label: 'Parquet file', isReadable: true },
  orc: { label: 'ORC file', isReadable: false },
  sqlite: { label: 'SQLite database', isReadable: false },
  binary: { label: 'binary file', isReadable: false },
  empty: { label: 'empty file', isReadable: false },
  link: { label: 'link', isReadable: false },
  special: { label: 'device, pipe or socket', isReadable: false },
  folder: { label: 'folder', isReadable: false },
  unreadable: { label: 'unreadable file', isReadable: false },
} as const satisfies Record<string, { readonly label: string; readonly isReadable: boolean }>;

/** Names what a file turned out to be; see `kinds`. */
export type Kind = keyof typeof kinds;

/** A kind in words, also one that another version wrote into the ledger. */
export const kindLabel = (kind: string): string =>
  Object.entries(kinds).find(([name]) => name === kind)?.[1].label ?? kind;

/** True for files that hold records themselves, not only other files. */
export const isLogKind = (kind: Kind): boolean => kinds[kind].isReadable && kind !== 'zip' && kind !== 'tar';

/** Kinds of files that hold records themselves. */
export const logKinds = (Object.keys(kinds) as Kind[]).filter(isLogKind);
