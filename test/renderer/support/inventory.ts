import type { LedgerRow, LedgerSummary, SourceLine } from '../../../shared/contract/evidence.ts';
import type { Job } from '../../../shared/contract/jobs.ts';
import type { Inventory } from '../../../shared/contract/workspaces.ts';

/** An archive as the preview would find it. */
export const sampleInventory: Inventory = {
  paths: ['/cases/acme-logs'],
  files: 118,
  sizeBytes: 4_812_344,
  kinds: [
    {
      kind: 'cloudtrail',
      label: 'CloudTrail log files',
      isReadable: true,
      isLog: true,
      files: 112,
      sizeBytes: 4_700_000,
    },
    { kind: 'digest', label: 'Digest files', isReadable: false, isLog: false, files: 4, sizeBytes: 90_000 },
    { kind: 'other', label: 'Other files', isReadable: false, isLog: false, files: 2, sizeBytes: 22_344 },
  ],
  leftOut: [
    {
      kind: 'digest',
      label: 'CloudTrail digest file',
      reason: 'CloudTrail digest file, not CloudTrail events.',
      files: 4,
      paths: ['CloudTrail-Digest/one.json.gz', 'CloudTrail-Digest/two.json.gz'],
    },
    {
      kind: 'text',
      label: 'text',
      reason: 'Text, not CloudTrail events.',
      files: 2,
      paths: ['notes\u202Etxt', 'readme.md'],
    },
  ],
  estimatedEvents: 1_234_567,
  accounts: [
    { value: '342082656213', files: 90 },
    { value: '730335217312', files: 22 },
  ],
  regions: [
    { value: 'us-east-1', files: 60 },
    { value: 'eu-west-1', files: 52 },
  ],
  firstDeliveryMicros: 1_627_486_500_000_000,
  lastDeliveryMicros: 1_627_898_700_000_000,
  problems: [
    { path: 'AWSLogs/broken\u202Eexe.json.gz', reason: 'The gzip stream ends before its end mark.' },
  ],
  workspacePath: '/cases/acme-logs.trailglass',
  workspaceExists: false,
};

/** A ledger whose totals add up. */
export const sampleSummary: LedgerSummary = {
  statuses: [
    { status: 'accepted', files: 108, sizeBytes: 4_600_000 },
    { status: 'partial', files: 2, sizeBytes: 50_000 },
    { status: 'same-content', files: 2, sizeBytes: 50_000 },
    { status: 'refused', files: 1, sizeBytes: 12_000 },
    { status: 'skipped', files: 5, sizeBytes: 100_344 },
  ],
  reasons: [
    {
      status: 'refused',
      kind: 's3-log',
      kindLabel: 'CloudTrail log file',
      reason: 'The gzip stream ends before its end mark at byte 8,192',
      files: 1,
    },
    {
      status: 'skipped',
      kind: 'digest',
      kindLabel: 'CloudTrail digest file',
      reason: 'A digest file: read when integrity is checked',
      files: 4,
    },
    { status: 'skipped', kind: 'text', kindLabel: 'text', reason: 'Not a log of CloudTrail', files: 1 },
  ],
  kinds: [
    { kind: 's3-log', label: 'CloudTrail log file', status: 'accepted', files: 108, sizeBytes: 4_600_000 },
    { kind: 'digest', label: 'CloudTrail digest file', status: 'skipped', files: 4, sizeBytes: 90_000 },
    { kind: 'text', label: 'text', status: 'skipped', files: 1, sizeBytes: 10_344 },
  ],
  records: 2_803,
  events: 2_433,
  duplicates: 361,
  aggregated: 6,
  refused: 3,
  reshaped: 0,
  updated: 0,
  conflicts: [
    {
      eventID: '5a1d0c5e-4d5e-4d2e-9b0a-1f1b6cf0a001',
      recipientAccountId: '342082656213',
      events: 2,
    },
  ],
};

/** What the workspace's source brought. */
export const sampleSources: SourceLine[] = [
  {
    path: '/cases/acme-logs',
    files: 118,
    logFiles: 112,
    refusedFiles: 1,
    sizeBytes: 4_812_344,
    records: 2_803,
    events: 2_433,
  },
];

/** One line of the ledger. */
export const ledgerRow = (id: number): LedgerRow => ({
  id,
  path: `AWSLogs/342082656213/CloudTrail/us-east-1/2021/07/28/342082656213_CloudTrail_us-east-1_20210728T1530Z_${id}.json.gz`,
  status: id === 3 ? 'refused' : 'accepted',
  kind: 's3-log',
  kindLabel: 'CloudTrail log file',
  reason: id === 3 ? 'The gzip stream ends before its end mark at byte 8,192' : null,
  positionBytes: id === 3 ? 8_192 : null,
  sizeBytes: 40_000 + id,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  records: 25,
  events: 22,
  duplicates: 3,
  aggregated: 0,
  refusedRecords: 0,
  memberOf: null,
  givenAccount: null,
  depth: 0,
  members: 0,
  firstEventMicros: 1_627_486_080_000_000,
  lastEventMicros: 1_627_486_380_000_000,
});

/** An import that runs. */
export const runningJob: Job = {
  id: 'j1',
  kind: 'import',
  title: 'Import',
  state: 'running',
  phase: 'Reading records',
  done: 1_800_000,
  total: 4_700_000,
  unit: 'bytes',
  counts: { files: 42, totalFiles: 112, events: 120_400 },
  ratePerSecond: 22_000,
  remainingMs: 133_000,
  startedAtMs: 0,
  finishedAtMs: null,
  result: null,
  error: null,
};
