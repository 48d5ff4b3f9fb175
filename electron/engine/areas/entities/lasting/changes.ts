import { serviceName } from '../../../../../shared/cloudtrail/service-name.ts';
import { globalServices } from '../../../../../shared/cloudtrail/global-services.ts';
import { movesOf, type Move } from '../../../../../shared/cloudtrail/lasting/moves-of.ts';
import { readRecord } from '../../../../../shared/cloudtrail/record-reader.ts';
import type { ChangeRow } from './rows.ts';

/** A change that was read: its record, the key of its target, and what it begins and ends. */
export interface Change {
  readonly row: ChangeRow;
  readonly record: unknown;
  /** Tells targets apart: by place, kind and name; undefined without a target. */
  readonly targetKey: string | undefined;
  readonly moves: readonly Move[];
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The parts of the record that states are told by. */
const recordOf = (row: ChangeRow): unknown => ({
  eventSource: row.eventSource,
  eventName: row.eventName,
  eventID: row.eventID ?? row.id,
  eventTime: new Date(row.micros / 1e3).toISOString(),
  awsRegion: row.awsRegion ?? undefined,
  recipientAccountId: row.recipientAccountId ?? undefined,
  userIdentity: { accountId: row['userIdentity.accountId'] ?? undefined },
  requestParameters: parsed(row.requestParameters),
  responseElements: parsed(row.responseElements),
});

/** Services of one place only: what they name is the same whatever Region a call is recorded in. Names of buckets are unique. */
const isOfAllRegions = (eventSource: string): boolean =>
  globalServices.includes(eventSource) || eventSource === 's3.amazonaws.com';

function targetKeyOf({
  eventSource,
  awsRegion,
  recipientAccountId,
  kind,
  name,
}: ChangeRow): string | undefined {
  if (kind === null || name === null) return undefined;
  const region = isOfAllRegions(eventSource ?? '') ? '' : (awsRegion ?? '');
  const account = kind === 'bucket' ? '' : (recipientAccountId ?? '');
  return [serviceName(eventSource ?? ''), account, region, kind, name].join('\0');
}

/** A row as a change. */
export function changeOf(row: ChangeRow): Change {
  const record = recordOf(row);
  const { kind, name, part, arn } = row;
  const target =
    kind === null || name === null
      ? undefined
      : { kind, name, part: part ?? undefined, arn: arn ?? undefined };
  return { row, record, targetKey: targetKeyOf(row), moves: movesOf(readRecord(record), target) };
}
