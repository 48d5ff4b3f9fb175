/** What a file's path claims about it. Paths get renamed and cut, so these are hints; the records decide. */
export interface DeliveryHints {
  readonly account: string | null;
  readonly region: string | null;
  /** When CloudTrail wrote the file, microseconds UTC; the stamp has minutes precision. */
  readonly deliveredMicros: number | null;
  /** `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Insight`, or another service's folder such as `vpcflowlogs`. */
  readonly folderKind: string | null;
}

const region = '[a-z]{2,5}(?:-[a-z]+)+-\\d';
const logName = new RegExp(
  `(\\d{12})_CloudTrail(?:-(Insight|NetworkActivity|Aggregated))?_(${region})_(\\d{8}T\\d{4})Z[_-]?[A-Za-z0-9]{0,32}\\.json(?:\\.gz)?$`,
);
const digestName = new RegExp(
  `(\\d{12})_CloudTrail-Digest_(${region})_.+_${region}_(\\d{8}T\\d{6})Z(?:_backfill)?\\.json(?:\\.gz)?$`,
);
const folder = new RegExp(
  `AWSLogs/(?:o-[a-z0-9]{4,32}/)?(\\d{12})/([A-Za-z][A-Za-z-]*)(?:/(${region}|global))?`,
);
const bareFolder = new RegExp(`(?:^|/)(${region})/\\d{4}/\\d{2}/\\d{2}/`);

function stampMicros(stamp: string): number | null {
  const [, year, month, day, hour, minute, second = '00'] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?$/.exec(stamp) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? null : ms * 1_000;
}

/**
 * Reads the S3 delivery grammar out of a path with `/` separators, as far as it is there: file names such as
 * `ACCOUNT_CloudTrail_REGION_20250303T1210Z_…json.gz` and folders `AWSLogs/[ORG/]ACCOUNT/KIND/REGION/…`.
 * Source: AWS CloudTrail User Guide, "Finding your CloudTrail log files".
 */
export function deliveryHints(path: string): DeliveryHints {
  const inFolder = folder.exec(path);
  const folderHints = {
    account: inFolder?.[1] ?? null,
    region: inFolder?.[3] ?? bareFolder.exec(path)?.[1] ?? null,
    folderKind: inFolder?.[2] ?? null,
  };
  const log = logName.exec(path);
  if (log) {
    return {
      account: log[1] ?? null,
      region: log[3] ?? null,
      deliveredMicros: stampMicros(log[4] ?? ''),
      folderKind: folderHints.folderKind ?? (log[2] ? `CloudTrail-${log[2]}` : 'CloudTrail'),
    };
  }
  const digest = digestName.exec(path);
  if (digest) {
    return {
      account: digest[1] ?? null,
      region: digest[2] ?? null,
      deliveredMicros: stampMicros(digest[3] ?? ''),
      folderKind: 'CloudTrail-Digest',
    };
  }
  return { ...folderHints, deliveredMicros: null };
}
