import { hasColumns, type EventsExported, type Exported } from '../../../../shared/contract/export.ts';
import type { Scope } from '../../../../shared/contract/common.ts';
import { printFilter } from '../../../../shared/filter/print.ts';
import { eventHistoryColumns } from '../../../../shared/table/event-history.ts';
import { timeText } from '../../../../shared/words/time-text.ts';
import { questionSql } from '../search/question-sql.ts';
import { sqlWithValues } from '../../ask/dialects/duckdb/sql-literal.ts';
import { readableJson } from '../../workspace/files.ts';
import { historyItems } from './formats/event-history.ts';
import type { ExportFacts, ExportRequest } from './request.ts';
import type { FileFacts } from './staged-file.ts';
import { remarksOf, type Tally } from './tally.ts';

/** What came of the making of a file. */
interface Made {
  readonly file: FileFacts & { readonly name: string };
  readonly facts: ExportFacts;
  readonly tally: Tally;
  readonly startedAt: Date;
}

/**
 * The words beside an export, `<name>.about.json`: enough to know where the file comes from and to make it again. Keys:
 * `file` (name, format, sizeBytes, sha256), `madeAt` and `finishedAt` (ISO, UTC), `application`, `workspace`, `query`
 * (search text, scope, sort, columns and SQL that runs in the console; or the person's statement), `zone` of all times,
 * `counts`, `evidence` (see `EvidenceDigest`), `remarks` (what differs between the file and the data).
 */
export function aboutExport({ investigation, what, appVersion }: ExportRequest, made: Made): string {
  const { manifest, path } = investigation.folder;
  const { file, facts, tally } = made;
  return readableJson({
    file: { name: file.name, format: what.format, sizeBytes: file.sizeBytes, sha256: file.sha256 },
    madeAt: made.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    application: { name: 'Trailglass', version: appVersion },
    workspace: { id: manifest.id, title: manifest.title, path },
    query: queryOf(what),
    zone: 'UTC',
    counts: {
      rows: tally.rows,
      eventsInWorkspace: facts.eventsInWorkspace,
      guardedCells: tally.guardedCells,
      joinedRecords: tally.joinedRecords,
      mendedRecords: tally.mendedRecords,
      convertedRecords: tally.convertedRecords,
      cutCells: tally.cutCells,
      ...(tally.sheets > 0 ? { sheets: tally.sheets } : {}),
    },
    evidence: {
      digest: facts.evidence.digest,
      digestOf:
        'SHA-256 over the sorted SHA-256 hashes of all files in the ledger, in hex, a line feed behind each',
      files: facts.evidence.files,
      filesWithoutHash: facts.evidence.filesWithoutHash,
      sources: manifest.sources.map((source) => source.path),
    },
    remarks: remarksOf(tally),
  });
}

function queryOf(what: Exported): Readonly<Record<string, unknown>> {
  if (what.kind === 'sql') return { sql: what.sql, arguments: what.arguments };
  return {
    search: printFilter(what.question.filter),
    scope: scopeOf(what.question.scope),
    sort: what.sort,
    columns: columnsOf(what),
    sql: sqlOf(what),
  };
}

const scopeOf = ({
  range,
  accounts,
  regions,
  hideServiceCalls,
  hideServiceRoutine = false,
  onlyConsequence = false,
}: Scope) => ({
  range: range && { from: timeText(range.fromMicros), to: timeText(range.toMicros) },
  accounts,
  regions,
  hidesServiceCalls: hideServiceCalls,
  hidesServiceCallsWithoutConsequence: hideServiceRoutine,
  onlyOfConsequence: onlyConsequence,
});

/** Null for whole records. */
function columnsOf({ format, columns }: EventsExported): readonly string[] | null {
  if (format === 'event-history') return eventHistoryColumns;
  return hasColumns(format) ? columns : null;
}

function sqlOf({ format, question, sort, columns }: EventsExported): string {
  if (hasColumns(format)) return questionSql(question, sort, columns);
  const [, ...conditions] = questionSql(question, sort, []).split('\n');
  const items = format === 'event-history' ? sqlWithValues(historyItems) : 'raw';
  return [`SELECT ${items}`, ...conditions].join('\n');
}
