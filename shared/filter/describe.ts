import { fieldNamed } from '../fields/catalogue.ts';
import type { Filter, Scalar, Test } from './filter.ts';
import { entriesInWords, entryCount, listsOf, manyEntries } from './list-filter.ts';
import { isEverything, isNothing, normalise } from './normalise.ts';

const longestValue = 80;
const mostValues = 3;

// Values come from logs: control and direction characters could make a chip read as something else.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text as it is shown: cut when long, without invisible characters. */
function shownText(text: string): string {
  const points = Array.from(text);
  const cut = points.length > longestValue ? `${points.slice(0, longestValue).join('')}…` : text;
  return cut.replace(unsafe, '�');
}

/** A value as it is shown, in quotes where its ends would be unclear. */
function shownValue(value: Scalar): string {
  const text = shownText(String(value));
  return typeof value === 'string' && (text === '' || /[\s,“”]/.test(text)) ? `“${text}”` : text;
}

function shownList(values: readonly Scalar[]): string {
  const shown = values.slice(0, mostValues).map(shownValue).join(', ');
  return values.length > mostValues ? `${shown} and ${values.length - mostValues} more` : shown;
}

const fieldLabel = (field: string): string => fieldNamed(field)?.label ?? shownValue(field);

const order = { '<': 'is below', '<=': 'is at most', '>': 'is above', '>=': 'is at least' } as const;
const timeOrder = {
  '<': 'is before',
  '<=': 'is at or before',
  '>': 'is after',
  '>=': 'is at or after',
} as const;

function describeTest(field: string, test: Test): string {
  const label = fieldLabel(field);
  switch (test.op) {
    case 'equals':
      return `${label} is ${shownValue(test.value)}`;
    case 'in':
      return test.values.length === 0
        ? `${label} is one of no values`
        : `${label} is one of ${shownList(test.values)}`;
    case 'wildcard':
      return `${label} is like ${shownValue(test.pattern)}`;
    case 'regex':
      return `${label} matches /${shownText(test.pattern)}/${test.caseSensitive ? '' : 'i'}`;
    case 'compare':
      return `${label} ${(fieldNamed(field)?.type === 'time' ? timeOrder : order)[test.than]} ${shownValue(test.value)}`;
    case 'between':
      return `${label} is from ${shownValue(test.from)} to ${shownValue(test.to)}`;
    case 'cidr':
      return `${label} in ${shownValue(test.block)}`;
    case 'exists':
      return `${label} is present`;
    case 'absent':
      return fieldNamed(field)?.type === 'time' ? `${label} is missing` : `${label} is not in the record`;
    case 'null':
      return `${label} is null`;
    case 'same-as':
      return `${label} is the same as ${fieldLabel(test.field)}`;
  }
}

/** The plain negations; other tests are described as `not (…)`. */
function describeNegated(field: string, test: Test): string | undefined {
  const label = fieldLabel(field);
  if (test.op === 'equals') return `${label} is not ${shownValue(test.value)}`;
  if (test.op === 'in' && test.values.length > 0) return `${label} is not one of ${shownList(test.values)}`;
  if (test.op === 'wildcard') return `${label} is not like ${shownValue(test.pattern)}`;
  if (test.op === 'cidr') return `${label} not in ${shownValue(test.block)}`;
  if (test.op === 'same-as') return `${label} is not the same as ${fieldLabel(test.field)}`;
  return test.op === 'exists' ? `${label} is missing` : undefined;
}

/** A long list by its number: `Source IP is one of 214 IP addresses`, also where it is looked for in several fields. */
function describeLists(filter: Filter, isNegated: boolean): string | undefined {
  const lists = listsOf(filter);
  const isLong = lists && (entryCount(lists) > manyEntries || lists.some(({ fields }) => fields.length > 2));
  if (!isLong) return undefined;
  return lists
    .map(({ fields, entries }) => {
      const labels = fields.map(fieldLabel);
      const where =
        labels.length > 2 ? `${labels[0] ?? ''} or ${labels.length - 1} more fields` : labels.join(' or ');
      const [only] = entries;
      if (only !== undefined && entries.length === 1)
        return `${where} is ${isNegated ? 'not ' : ''}${shownValue(only)}`;
      return `${where} is ${isNegated ? 'none' : 'one'} of ${entriesInWords(entries)}`;
    })
    .join(isNegated ? ' and ' : ' or ');
}

const bracketed = (filter: Filter): string =>
  filter.kind === 'and' || filter.kind === 'or' ? `(${describe(filter)})` : describe(filter);

function describe(filter: Filter): string {
  if (isEverything(filter)) return 'every event';
  if (isNothing(filter)) return 'no event';
  const asLists = filter.kind === 'not' ? describeLists(filter.of, true) : describeLists(filter, false);
  if (asLists !== undefined) return asLists;
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.map(bracketed).join(` ${filter.kind} `);
    case 'not': {
      const inner = filter.of;
      const plain = inner.kind === 'field' ? describeNegated(inner.field, inner.test) : undefined;
      return plain ?? `not (${describe(inner)})`;
    }
    case 'field':
      return describeTest(filter.field, filter.test);
    case 'text':
      return `contains ${shownValue(filter.text)}`;
  }
}

/**
 * The filter as a fragment of an English sentence, for chips and tooltips: `Event name is DeleteTrail`. Long values and
 * lists are cut, so the text is for reading only.
 */
export const describeFilter = (filter: Filter): string => describe(normalise(filter));
