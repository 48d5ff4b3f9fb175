import { DuckDBTimestampValue, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type { SqlArgument } from '../../../../shared/contract/console.ts';
import { readParameter, type ParameterValue } from '../../../../shared/sql/parameters.ts';

/**
 * Binds a value to every parameter the statement has; DuckDB never reads a value as SQL. Values for parameters it does
 * not have are left out. Errors: `sql-syntax` for a parameter without a name or value, or whose value is not of its type;
 * `detail.parameter` is its name.
 */
export function bindArguments(prepared: DuckDBPreparedStatement, given: readonly SqlArgument[]): void {
  for (let index = 1; index <= prepared.parameterCount; index += 1) {
    const name = prepared.parameterName(index);
    if (/^\d+$/.test(name)) throw unnamed();
    const argument = given.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!argument) throw problemOf(name, 'It has no value.');
    const read = readParameter(argument.type, argument.value);
    if ('problem' in read) throw problemOf(name, read.problem);
    bindAt(prepared, index, read.value);
  }
}

function bindAt(prepared: DuckDBPreparedStatement, index: number, value: ParameterValue): void {
  switch (value.kind) {
    case 'text':
      prepared.bindVarchar(index, value.text);
      return;
    case 'integer':
      prepared.bindBigInt(index, value.integer);
      return;
    case 'decimal':
      prepared.bindDouble(index, value.number);
      return;
    case 'boolean':
      prepared.bindBoolean(index, value.isTrue);
      return;
    case 'time':
      prepared.bindTimestamp(index, new DuckDBTimestampValue(value.micros));
      return;
  }
}

const problemOf = (name: string, what: string): AppError =>
  new AppError('sql-syntax', `The parameter $${name} cannot be used. ${what}`, {
    detail: { parameter: name },
  });

const unnamed = (): AppError =>
  new AppError(
    'sql-syntax',
    'The statement has parameters without a name (?, $1). Give each one a name, such as $account, and a value.',
  );
