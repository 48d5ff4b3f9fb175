import { fieldKind, resolveName } from './field-names.ts';
import { readTime } from '../time/read-time.ts';
import type { Scalar } from './filter.ts';
import type { readPath } from './path.ts';
import { isAtEnd, mark, report, skipRun, type Reading } from './reading.ts';
import { quoteText } from './scalars.ts';

const quoteFix = (text: string) => ({ label: 'Put it in quotes', insert: quoteText(text) });

/** Reports the characters at `from` that cannot stand outside quotes. */
export function refuseRun(reading: Reading, from: number, stops: string): void {
  const run = skipRun(reading, from, stops);
  if (run === '') return;
  mark(reading, 'error', from);
  report(
    reading,
    from,
    reading.at,
    `${run.length > 40 ? 'This' : `“${run}”`} can only be read in quotes.`,
    quoteFix(run),
  );
}

/** True when the value ends where the reader stands. */
export const isEnded = (reading: Reading, stops: string): boolean =>
  isAtEnd(reading) ||
  /\s/.test(reading.text[reading.at] ?? '') ||
  stops.includes(reading.text[reading.at] ?? '');

/** Checks what the field's type asks of a value; the value is kept either way. */
export function checkScalar(reading: Reading, from: number, field: string, value: Scalar): void {
  const kind = fieldKind(field);
  if (kind === 'time' && readTime(String(value))?.micros === undefined) {
    report(
      reading,
      from,
      reading.at,
      `${field} is a time in UTC, written like 2023-07-10 or 2023-07-10T11:00:00Z.`,
    );
  }
  if (kind === 'boolean' && typeof value !== 'boolean' && !/^(?:true|false)$/i.test(String(value))) {
    report(reading, from, reading.at, `${field} is either true or false.`);
  }
}

/** Records a typed field name and gives the field; an unknown name is reported. */
export function acceptName(
  reading: Reading,
  from: number,
  path: ReturnType<typeof readPath>,
): string | undefined {
  if (!path) return undefined;
  const resolved = resolveName(path);
  mark(
    reading,
    resolved.kind === 'field' ? 'field' : 'error',
    from,
    resolved.kind === 'field' ? resolved.field : resolved.name,
  );
  if (resolved.kind === 'field') return resolved.field;
  const { name, suggestion } = resolved;
  const meant =
    suggestion === undefined
      ? 'A path such as requestParameters.name needs its first key, and text to search for needs quotes.'
      : `Did you mean ${suggestion}?`;
  const fix = suggestion === undefined ? undefined : { label: `Use ${suggestion}`, insert: suggestion };
  report(reading, reading.at - name.length, reading.at, `There is no field ${name}. ${meant}`, fix);
  return undefined;
}
