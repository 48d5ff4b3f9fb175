import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import { isCancelled, toWireError } from '../../../../shared/bridge/errors.ts';
import { consoleContract } from '../../../../shared/contract/console.ts';
import type { Area } from '../../area.ts';
import type { DerivedTable } from '../../derive/derived-table.ts';
import { consolePart } from './console.ts';
import { describeFunctions } from './console-functions.ts';
import { describeSchema } from './console-schema.ts';
import type { FinishedRun } from '../../workspace/sql-history.ts';

type RunCall = (typeof consoleContract)['sql.run'];

/** SQL of the person's own, and what was run. `derived` are the tables to describe besides those that are imported. */
export const consoleArea = (derived: readonly DerivedTable[]): Area<typeof consoleContract> => ({
  contract: consoleContract,
  answers: {},
  calls: {
    'sql.run': async (params, { investigation, signal, report }) => {
      const { folder } = investigation;
      const began = { at: new Date().toISOString(), startedMs: performance.now() };
      const result = await investigation
        .part(consolePart)
        .run({ ...params, signal, report })
        .catch(async (error: unknown) => {
          // The person has to hear why the run failed, even where it cannot be written down.
          await folder.sqlHistory.add(endedBadly(params, began, error)).catch(() => undefined);
          throw error;
        });
      await folder.sqlHistory.add(endedWell(params, began.at, result));
      if (!folder.isReadOnly) await folder.journal.append('sql.run', { sql: params.sql, rows: result.rows });
      return result;
    },
    'sql.history': (_params, { investigation }) => [...investigation.folder.sqlHistory.list()],
    'sql.clearHistory': async (_params, { investigation }) => {
      await investigation.folder.sqlHistory.clear();
      return {};
    },
    'sql.schema': () => describeSchema(derived),
    'sql.functions': () => describeFunctions(),
  },
});

const asked = (params: ParamsOf<RunCall>, at: string) => ({
  at,
  sql: params.sql,
  mode: params.mode ?? 'rows',
  arguments: params.arguments ?? [],
  ...(params.samplePercent === undefined ? {} : { samplePercent: params.samplePercent }),
});

const endedWell = (params: ParamsOf<RunCall>, at: string, result: ResultOf<RunCall>): FinishedRun => ({
  ...asked(params, at),
  outcome: 'done',
  rows: result.rows,
  isTruncated: result.isTruncated,
  durationMs: result.durationMs,
  problem: null,
});

function endedBadly(
  params: ParamsOf<RunCall>,
  began: { readonly at: string; readonly startedMs: number },
  error: unknown,
): FinishedRun {
  const { code, message } = toWireError(error);
  const isFailure = !isCancelled(error);
  return {
    ...asked(params, began.at),
    outcome: isFailure ? 'failed' : 'cancelled',
    rows: 0,
    isTruncated: false,
    durationMs: performance.now() - began.startedMs,
    problem: isFailure ? { code, message } : null,
  };
}
