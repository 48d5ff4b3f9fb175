import { join, sql, type Sql } from '../../../db/sql.ts';
import { anyFormPattern, hasHiddenCase, jsonForms, jsonPattern } from '../text-forms.ts';

// RE2 gives up on programs beyond a few megabytes; a longer text is searched in the forms a writer would give the whole.
const longestHiddenText = 500;
const longestFormPattern = 4_000;

/** A text anywhere in the exact JSON of a record, ignoring case and however the record escapes it. */
export function recordContains(record: Sql, text: string): Sql {
  if (hasHiddenCase(text) && text.length <= longestHiddenText) {
    return sql`regexp_matches(${record}, ${jsonPattern(text)}, 'i')`;
  }
  const forms = jsonForms(text);
  const hasCase = forms.some((form) => form.toLowerCase() !== form.toUpperCase());
  // One pattern over the text as it is costs half of lowering the text first (measured, 1 M records).
  const pattern = hasCase ? anyFormPattern(forms) : '';
  if (pattern !== '' && pattern.length <= longestFormPattern)
    return sql`regexp_matches(${record}, ${pattern}, 'i')`;
  const found = (form: string): Sql =>
    hasCase ? sql`contains(lower(${record}), lower(${form}))` : sql`contains(${record}, ${form})`;
  return sql`(${join(forms.map(found), ' OR ')})`;
}
