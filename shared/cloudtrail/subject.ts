import { fieldNamed } from '../fields/catalogue.ts';
import { predicateOf, type FilterSubject } from '../filter/evaluate.ts';
import type { Classes } from './classes.ts';
import { consequenceClasses } from './consequence.ts';
import { hasFailed } from './outcome.ts';
import { principalOf } from './principal.ts';
import { memberOf, readRecord } from './record-reader.ts';
import { resultClasses } from './result.ts';
import { isGlobal } from './rules.ts';
import { clientOfAgent } from './user-client.ts';
import { targetOf, type Target } from './targets/target-of.ts';

const isGlobalCall = predicateOf(isGlobal);

function classOf<Class extends string>({
  rules,
  otherwise,
}: Classes<Class>): (subject: FilterSubject) => Class {
  const tests = rules.map(([name, rule]) => [name, predicateOf(rule)] as const);
  return (subject) => tests.find(([, holds]) => holds(subject))?.[0] ?? otherwise;
}

const resultOf = classOf(resultClasses);
const consequenceOf = classOf(consequenceClasses);

/** A value as its text column has it: an empty text is none, a structure its JSON. */
function columnText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An element of the record. Text of JSON, as old records and exporters have it, counts as what it says. */
function element(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/**
 * A parsed record as filters are put to it, with the columns that importing would give it. What the record alone does not
 * tell has no value: `completeness`, which says what the container lost, and notes. `raw` is the record's text, which only
 * words anywhere in it need.
 */
export function subjectOf(record: unknown, raw = ''): FilterSubject {
  const at = (path: string): unknown => path.split('.').reduce(memberOf, record);
  const text = (path: string): string | undefined => columnText(at(path));
  let target: Target | undefined;
  const targetIs = (part: keyof Target): string | undefined => (target ??= targetOf(column))?.[part];
  const column = (name: string): unknown => {
    switch (name) {
      case 'target.name':
        return targetIs('name');
      case 'target.kind':
        return targetIs('kind');
      case 'target.part':
        return targetIs('part');
      case 'target.arn':
        return targetIs('arn');
      case 'outcome':
        return hasFailed(readRecord(record)) ? 'error' : 'success';
      case 'principal':
        return principalOf((key) => text(`userIdentity.${key}`));
      case 'globalService':
        return isGlobalCall(subject);
      case 'client':
        return clientOfAgent(text('userAgent') ?? '');
      case 'result':
        return resultOf(subject);
      case 'consequence':
        return consequenceOf(subject);
    }
    const field = fieldNamed(name);
    if (!field || field.derived) return undefined;
    return field.type === 'json' ? element(at(name)) : text(name);
  };
  const subject: FilterSubject = { column, record, raw };
  return subject;
}
