import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { describeFilter } from '../../../shared/filter/describe.ts';
import { normalise } from '../../../shared/filter/normalise.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { parsePath, printPath } from '../../../shared/filter/path.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { filterSchema } from '../../../shared/filter/schema.ts';
import { tokenise } from '../../../shared/filter/tokens.ts';
import { completionsAt } from '../../../shared/filter/complete.ts';
import { anyField, anyFilter, anyText } from './arbitrary-filter.ts';

const numRuns = 4_000;

/** Text made of the pieces of the syntax in any order: mostly wrong, often nearly right. */
const anyFilterText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  anyFilter.map(printFilter),
  fc
    .array(
      fc.oneof(
        anyText,
        fc.constantFrom(
          ' ',
          ' ',
          '(',
          ')',
          '[',
          ']',
          ':',
          '=',
          '!=',
          '>',
          '<=',
          ' and ',
          ' or ',
          ' not ',
          '-',
          ' to ',
          ',',
          '"',
          '/',
          '*',
          '@',
          'eventName',
          'eventTime',
          'readOnly:',
          'sourceIPAddress:',
          'exists(',
          'cidr(',
          'all()',
          'requestParameters.x',
          "['",
          "']",
        ),
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
);

describe('a tree printed and read', () => {
  it('is the same tree, without problems', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const text = printFilter(filter);
        expect({ text, ...parseFilter(text) }).toEqual({ text, filter: normalise(filter), problems: [] });
      }),
      { numRuns },
    );
  });

  it('passes the schema, is normal once normalised, and is described', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(v.safeParse(filterSchema, filter).success).toBe(true);
        const normal = normalise(filter);
        expect(normalise(normal)).toEqual(normal);
        expect(describeFilter(filter)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|^$/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('any text', () => {
  it('is read without throwing, and what it gives is stable in print', () => {
    fc.assert(
      fc.property(anyFilterText, (text) => {
        const { filter, problems } = parseFilter(text);
        for (const { from, to, fix } of problems) {
          expect(from >= 0 && from <= to && to <= text.length).toBe(true);
          if (fix) expect(fix.from <= fix.to && fix.to <= text.length).toBe(true);
        }
        if (problems.length === 0) expect(filter).toBeDefined();
        if (!filter || problems.length > 0) return;
        const printed = printFilter(filter);
        expect({ printed, ...parseFilter(printed) }).toEqual({ printed, filter, problems: [] });
        expect(printFilter(normalise(filter))).toBe(printed);
      }),
      { numRuns },
    );
  });

  it('is covered by tokens in order, with nothing but space between', () => {
    fc.assert(
      fc.property(anyFilterText, (text) => {
        let at = 0;
        for (const { from, to } of tokenise(text)) {
          expect(from).toBeGreaterThanOrEqual(at);
          expect(to).toBeGreaterThan(from);
          expect(text.slice(at, from).trim()).toBe('');
          at = to;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns },
    );
  });

  it('completes at every caret within the text', () => {
    fc.assert(
      fc.property(anyFilterText, fc.nat(), (text, seed) => {
        const caret = seed % (text.length + 1);
        const { from, to } = completionsAt(text, caret);
        expect(from <= caret && caret <= Math.max(to, caret) && to <= text.length && from >= 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('a path printed and read is the same path', () => {
  fc.assert(
    fc.property(anyField, (field) => {
      const steps = parsePath(field);
      expect(steps).toBeDefined();
      expect(printPath(steps ?? [])).toBe(field);
    }),
    { numRuns },
  );
});
