import type { IdentityKind } from '../../../shared/cloudtrail/identity-name.ts';
import { visibleText } from '../../kit/format.ts';
import { accountText, isAccountField } from './account-names.ts';
import { callerName, meetCallers } from './caller-names.ts';

/** A value as lists name it. */
export interface ValueName {
  /** Safe to show, and not the name of another value of the list. */
  readonly text: string;
  /** Who it is, where the values are callers. */
  readonly kind?: IdentityKind;
}

const identityFields: ReadonlySet<string> = new Set([
  'principal',
  'userIdentity.arn',
  'userIdentity.principalId',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.principalId',
]);

/** True for a field whose values are callers, which lists show by their short names. */
export const isIdentityField = (field: string): boolean => identityFields.has(field);

const plainName = (value: string | null): string => {
  if (value === null) return '(none)';
  return value === '' ? '(empty)' : visibleText(value);
};

/** The names of a field’s values in one list, in its order. */
export function valueNames(field: string, values: readonly (string | null)[]): readonly ValueName[] {
  if (!isIdentityField(field)) return values.map((value) => valueName(field, value));
  meetCallers(values.filter((value): value is string => value !== null && value !== ''));
  return values.map((value) => valueName(field, value));
}

/** The name of one value. */
export function valueName(field: string, value: string | null): ValueName {
  if (value !== null && isAccountField(field)) return { text: visibleText(accountText(value)) };
  if (!isIdentityField(field) || value === null || value === '') return { text: plainName(value) };
  const { name, kind } = callerName(value);
  return { text: visibleText(name), kind };
}
