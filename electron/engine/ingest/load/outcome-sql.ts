import { onlyWhere } from './only-where.ts';
import {
  identitySources,
  noErrorPattern,
  resultTypes,
  signInSource,
} from '../../../../shared/cloudtrail/outcome.ts';

const list = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
const namesError = (column: string): string =>
  onlyWhere(`${column} IS NOT NULL`, `NOT regexp_full_match(${column}, '${noErrorPattern}', 'i')`);

/** An element of the record as an object, also where it came as text of JSON. */
const opened = (element: string): string =>
  `(CASE WHEN json_type(${element}) = 'VARCHAR' THEN TRY_CAST(json_extract_string(${element}, '$') AS JSON) ELSE ${element} END)`;
const failing = (text: string): string => `lower(trim(${text})) IN ('failure', 'failed')`;
/** Spares nearly all records the look inside: an element that never says “fail” says nothing of a failure. */
const saysFail = (element: string): string => `contains(lower(${element}::VARCHAR), 'fail')`;

const response = opened(`s."responseElements"`);
const details = opened(`s."serviceEventDetails"`);
const ownName = `('/' || s."eventName")`;

const signInFailed = onlyWhere(
  `s."eventSource" = '${signInSource}' OR s."eventType" IN (${list(resultTypes)})`,
  onlyWhere(
    saysFail(`s."responseElements"`),
    `coalesce(TRY(${failing(`json_extract_string(${response}, ${ownName})`)}), false)`,
  ),
);

const anyKey = (holds: string): string => `len(list_filter(json_keys(${details}), lambda key: ${holds})) > 0`;
const serviceFailed = onlyWhere(
  saysFail(`s."serviceEventDetails"`),
  `coalesce(TRY(coalesce(${failing(`json_extract_string(${details}, ${ownName})`)}, false)
  OR coalesce(${failing(`json_extract_string(${details}, '/result/statusType')`)}, false)
  OR ${anyKey(`suffix(key, 'Status') AND coalesce(${failing(`json_extract_string(${details}, '/' || key || '/state')`)}, false)`)}
  OR (s."eventSource" IN (${list(identitySources)})
    AND ${anyKey(`coalesce(${failing(`json_extract_string(${details}, '/' || key)`)}, false)`)})), false)`,
);

/**
 * SQL of the column `outcome` over a parsed record `s`: `hasFailed` of shared/cloudtrail/outcome.ts, which a test holds it
 * against.
 */
export const outcomeSql = `CASE WHEN ${namesError(`s."errorCode"`)} OR ${namesError(`s."errorMessage"`)}
    OR ${signInFailed} OR ${serviceFailed}
  THEN 'error' ELSE 'success' END`;
