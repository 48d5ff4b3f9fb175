import type { Question } from '../../../../shared/contract/common.ts';
import { askedPlaces } from '../../../../shared/filter/asked-places.ts';
import { allOf } from '../../ask/question.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';

function among(column: string, values: readonly string[] | null): Sql | undefined {
  if (!values) return undefined;
  if (values.length === 0) return raw('false');
  const list = join(
    values.map((value) => sql`${value}`),
    ', ',
  );
  return sql`${raw(column)} IN (${list})`;
}

/** Rows of the places that a question asks for, whatever else it asks. */
function inPlaces(question: Question, account: string, region: string): Sql {
  const { accounts, regions } = askedPlaces(question);
  return allOf([among(account, accounts), among(region, regions)]);
}

/** The files of the places that a question asks for. */
export const filesIn = (question: Question): Sql => inPlaces(question, 'path_account', 'path_region');

/** The events of the places that a question asks for. */
export const eventsIn = (question: Question): Sql =>
  inPlaces(question, '"recipientAccountId"', '"awsRegion"');

/** The counters of the places that a question asks for. */
export const countersIn = (question: Question): Sql => inPlaces(question, 'account', 'region');
