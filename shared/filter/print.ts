import { isAddressBlock } from './address.ts';
import { fieldKind, printField } from './field-names.ts';
import type { Filter, Test } from './filter.ts';
import { isEverything, isNothing, normalise } from './normalise.ts';
import { isBareValue, keywords, printBound, printScalar, quoteText } from './scalars.ts';
import { wildcardParts } from './wildcard.ts';

function printWildcard(pattern: string): string {
  const literal = (text: string): string =>
    Array.from(text, (character) =>
      /[\p{L}\p{N}\p{M}._/:@+~#$%-]/u.test(character) ? character : `\\${character}`,
    ).join('');
  const printed = wildcardParts(pattern)
    .map((part) => (part.kind === 'any' ? '*' : part.kind === 'one' ? '?' : literal(part.text)))
    .join('');
  return /^[-/@]/.test(printed) ? `\\${printed}` : printed;
}

/** A regex literal; every unescaped `/` gets its `\`. */
const printRegex = (pattern: string, caseSensitive: boolean): string =>
  `/${pattern.replace(/\\[^]|\//g, (piece) => (piece === '/' ? '\\/' : piece))}/${caseSensitive ? '' : 'i'}`;

const equality = (caseSensitive: boolean, isNegated: boolean): string =>
  isNegated ? '!=' : caseSensitive ? '=' : ':';

/** True where a negation can be written `!=`, which compares exactly. */
const hasNegatedForm = (test: Test): boolean =>
  'caseSensitive' in test && test.caseSensitive && test.op !== 'regex';

function printTest(field: string, test: Test, isNegated: boolean): string {
  const name = printField(field);
  switch (test.op) {
    case 'equals':
      return `${name}${equality(test.caseSensitive, isNegated)}${printScalar(field, test.value)}`;
    case 'in': {
      const values = test.values.map((value) => printScalar(field, value)).join(', ');
      return `${name}${equality(test.caseSensitive, isNegated)}(${values})`;
    }
    case 'wildcard':
      return `${name}${equality(test.caseSensitive, isNegated)}${printWildcard(test.pattern)}`;
    case 'regex':
      return `${name}:${printRegex(test.pattern, test.caseSensitive)}`;
    case 'compare':
      return `${name}${test.than}${printBound(field, test.value)}`;
    case 'between':
      return `${name}:[${printBound(field, test.from)} to ${printBound(field, test.to)}]`;
    case 'cidr': {
      const isPlain = fieldKind(field) === 'ip' && isAddressBlock(test.block);
      return isPlain ? `${name}:${test.block}` : `cidr(${name}, ${quoteText(test.block)})`;
    }
    case 'exists':
      return `${name}:*`;
    case 'absent':
    case 'null':
      return `${test.op}(${name})`;
    case 'same-as':
      return `${name}${equality(test.caseSensitive, isNegated)}@${printField(test.field)}`;
  }
}

const isBareText = (text: string): boolean =>
  isBareValue(text) && !/[:/]/.test(text) && !keywords.has(text.toLowerCase());

const bracketed = (filter: Filter): string =>
  filter.kind === 'and' || filter.kind === 'or' ? `(${printNormal(filter)})` : printNormal(filter);

function printNormal(filter: Filter): string {
  if (isEverything(filter)) return 'all()';
  if (isNothing(filter)) return 'none()';
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.map(bracketed).join(` ${filter.kind} `);
    case 'not': {
      const inner = filter.of;
      if (inner.kind === 'field' && hasNegatedForm(inner.test))
        return printTest(inner.field, inner.test, true);
      return `not ${bracketed(inner)}`;
    }
    case 'field':
      return printTest(filter.field, filter.test, false);
    case 'text':
      return isBareText(filter.text) ? filter.text : quoteText(filter.text);
  }
}

/** The filter as a person would type it. `parseFilter` reads it back as the same tree, up to `normalise`. */
export function printFilter(filter: Filter): string {
  const normal = normalise(filter);
  return isEverything(normal) ? '' : printNormal(normal);
}
