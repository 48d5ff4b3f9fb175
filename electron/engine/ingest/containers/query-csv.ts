import { columnPaths } from '../tables/column-paths.ts';
import type { Header } from '../record/header.ts';
import { StructReader } from '../tables/sql-struct.ts';
import { rowText, tableContainer } from './table-container.ts';
import type { Item } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
import { other, partial, unreadable } from './container.ts';
import { otherLakeRows } from './lake-results.ts';
import { lookAlike } from '../record/look-alikes.ts';
import { restoredRows } from './restored-rows.ts';
import { recordOfRow } from './row-record.ts';

/** Names of fields in CloudTrail's spelling, which Lake keeps and Athena does not. */
const camelNames = /^(?:event(?:Name|Source|ID|Time|Version)|userIdentity|awsRegion|requestID)$/;
const isCamel = ({ cells }: Header): boolean => cells.some((cell) => camelNames.test(cell));
const ownNames = /^event(?:name|Name|source|Source)$/;
const isOwn = ({ cells }: Header): boolean => cells.some((cell) => ownNames.test(cell));

const queryTable = (kind: Kind, matches: (header: Header) => boolean, note: string) =>
  tableContainer({
    kind,
    matches: (header) =>
      !header.cells.includes('_raw') && columnPaths(header.cells).areOfEvents && matches(header),
    open: (header, firstRows, remark) => {
      const read = restoredRows(header, firstRows, remark);
      const structs = new StructReader();
      return (row): readonly Item[] => {
        const object = read(row);
        const foreign = otherLakeRows(object);
        if (foreign !== undefined) return [other(kind, foreign)];
        const json = recordOfRow(object, structs);
        if (json !== undefined) return [partial(json, rowText(row), note)];
        const known = lookAlike(object);
        if (known) return [{ other: known }];
        return kind === 'field-table'
          ? [other('table', 'A table of events that are not of AWS.')]
          : [unreadable('This row does not say one event: what happened, and its time or id.', rowText(row))];
      };
    },
  });

/**
 * Athena's result file: lower-case columns, structs as `{type=IAMUser, …}` without quotes. Structs that could mean more than
 * one thing stay text. Source: Athena User Guide, “Query CloudTrail logs”, “Work with query results”.
 */
export const athenaCsv = queryTable(
  'athena-csv',
  (header) => isOwn(header) && !isCamel(header),
  'Put together from the columns an Athena query selected; what it did not select is missing from these records.',
);

/**
 * CloudTrail Lake's result file, `result_1.csv.gz`; columns as the query names them. Source: CloudTrail User Guide, “Download
 * saved CloudTrail Lake query results”.
 */
export const lakeCsv = queryTable(
  'lake-csv',
  isCamel,
  'Put together from the columns a CloudTrail Lake query selected; what it did not select is missing from these records.',
);

/**
 * Tables in which another program named the fields: `event_name`, `EventName`, `aws_event_name`, as in exports of Microsoft
 * Sentinel, Steampipe, Tailpipe, Fivetran and others.
 */
export const fieldTable = queryTable(
  'field-table',
  (header) => !isOwn(header),
  'Put together from the columns of a table that names CloudTrail’s fields otherwise; what the table does not keep is missing from these records.',
);
