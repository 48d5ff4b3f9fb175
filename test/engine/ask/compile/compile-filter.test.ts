import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../electron/engine/ask/compile/compile-filter.ts';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { predicateOf } from '../../../../shared/filter/evaluate.ts';
import { everything, type Filter, type Test } from '../../../../shared/filter/filter.ts';
import { normalise } from '../../../../shared/filter/normalise.ts';
import { records, rows } from './compile-filter-rows.ts';
import { dialects } from './dialects.ts';
import { anyFilter, expected, fieldNames, on, testsFor } from './filters.ts';

describe('the tests put to fields', () => {
  it('keep some rows and not all with each kind of test', () => {
    const hits = new Map<string, number>();
    for (const field of fieldNames) {
      for (const test of testsFor(field)) {
        const count = expected(on(field, test)).length;
        if (count > 0 && count < rows.length) hits.set(test.op, (hits.get(test.op) ?? 0) + 1);
      }
    }
    expect(hits.size).toBe(11);
  });
});

describe.each(dialects)('$name', ({ dialect, matching }) => {
  describe('every test on every kind of field', () => {
    it.each(fieldNames)('%s finds what the reference finds', async (field) => {
      for (const test of testsFor(field)) {
        const filter = on(field, test);
        expect(await matching(filter), JSON.stringify(filter)).toEqual(expected(filter));
        expect(await matching({ kind: 'not', of: filter }), `not ${JSON.stringify(filter)}`).toEqual(
          expected({ kind: 'not', of: filter }),
        );
      }
    });
  });

  describe('generated filters', () => {
    it('find the rows that the reference finds', async () => {
      await fc.assert(
        fc.asyncProperty(anyFilter, async (filter) => {
          expect(await matching(filter)).toEqual(expected(filter));
        }),
        { numRuns: 600, seed: 1 },
      );
    });

    it('find the same rows after normalising', async () => {
      await fc.assert(
        fc.asyncProperty(anyFilter, async (filter) => {
          expect(await matching(normalise(filter))).toEqual(await matching(filter));
        }),
        { numRuns: 300, seed: 2 },
      );
    });
  });

  describe('regular expressions', () => {
    it.each([
      'a.b',
      '(?i)TRAIL',
      '(?s)line.break',
      'line.break',
      '[[:alpha:]]+[[:digit:]]*$',
      '[^[:punct:]]{2,}',
      '\\Qa*b\\E',
      '\\Q$1',
      '\\pL%',
      '\\p{Greek}|\\p{^L}',
      '\\AD',
      'l\\z',
      '[]a]x',
      '[^]a]_',
      '[\\s\\-]',
      '\\S\\s\\S',
      '(?P<first>a)(?:_|x)',
      'C:\\\\',
      '\\-\\-',
      '\\x41|\\x{e9}',
      'x{,2}|{|}',
      'o{2}|1e3',
      '^$',
      '\\bhi\\b',
    ])('%s finds what the reference finds', async (pattern) => {
      for (const field of ['eventName', 'requestParameters.bucketName', 'userAgent'])
        for (const caseSensitive of [true, false]) {
          const filter = on(field, { op: 'regex', pattern, caseSensitive });
          expect(await matching(filter), `${field} ${caseSensitive}`).toEqual(expected(filter));
        }
    });
  });

  describe('free text', () => {
    const strings = [
      ...new Set(
        records.flatMap((record) => [
          ...(typeof record['eventName'] === 'string' ? [record['eventName']] : []),
          'assumed-role/Admin',
          "<b>&'=",
          'É/È',
          'é',
          '123456789012',
        ]),
      ),
    ].filter((text) => text !== '');

    it.each(strings)('finds %j however the record writes it', async (text) => {
      const filter: Filter = { kind: 'text', text };
      expect(await matching(filter)).toEqual(expected(filter));
    });

    it('finds the JSON text itself', async () => {
      expect((await matching({ kind: 'text', text: '"eventName":"deletetrail"' })).length).toBeGreaterThan(0);
    });

    it('finds every record with the empty text', async () => {
      expect(await matching({ kind: 'text', text: '' })).toHaveLength(rows.length);
    });
  });

  describe('hostile input', () => {
    const hostile = [
      "'; DROP TABLE event_columns; --",
      '$1',
      '$2 OR true',
      '"',
      '\\',
      '%',
      '\u0000',
      'a\u0000b',
      '/* */',
      ')',
      '\ud800',
      '\u202e',
      '{}',
      '$$x$$',
      'x'.repeat(100_000),
    ];

    it.each(hostile)('%# is only ever a value', async (text) => {
      for (const field of ['eventName', 'requestParameters.bucketName', 'resources[*].ARN']) {
        for (const caseSensitive of [true, false]) {
          const all: readonly Test[] = [
            { op: 'equals', value: text, caseSensitive },
            { op: 'in', values: [text, 'nothing'], caseSensitive },
            { op: 'in', values: [text, ...Array.from({ length: 100 }, String)], caseSensitive },
            { op: 'wildcard', pattern: `${text.slice(0, 1_000)}*`, caseSensitive },
            { op: 'compare', than: '>=', value: text },
          ];
          for (const test of all)
            expect(await matching(on(field, test)), JSON.stringify(test).slice(0, 200)).toEqual(
              expected(on(field, test)),
            );
        }
      }
      const inText: Filter = { kind: 'text', text };
      expect(await matching(inText)).toEqual(expected(inText));
      expect(await matching(everything)).toHaveLength(rows.length);
    });

    it('finds rows through a list of 10,000 values', async () => {
      for (const field of [
        'eventName',
        'requestParameters.bucketName',
        'resources[*].ARN',
        'eventTime',
        'readOnly',
      ]) {
        for (const caseSensitive of [true, false]) {
          const values = [...Array.from({ length: 9_999 }, (_, n) => `value ${n}`), 'DeleteTrail'];
          const filter = on(field, { op: 'in', values, caseSensitive });
          expect(await matching(filter)).toEqual(expected(filter));
        }
      }
    });

    it('finds rows through 5,000 alternatives and 190 negations', async () => {
      const wide: Filter = {
        kind: 'or',
        of: Array.from({ length: 5_000 }, (_, n) =>
          on('eventName', { op: 'equals', value: n === 7 ? 'axb' : `no ${n}`, caseSensitive: false }),
        ),
      };
      expect(await matching(wide)).toEqual(expected(wide));
      let deep: Filter = on('eventName', { op: 'equals', value: 'axb', caseSensitive: true });
      for (let n = 0; n < 190; n++)
        deep =
          n % 2
            ? { kind: 'not', of: deep }
            : {
                kind: 'or',
                of: [deep, on('eventName', { op: 'equals', value: 'a_b', caseSensitive: true })],
              };
      expect(await matching(deep)).toEqual(expected(deep));
      for (let n = 0; n < 20; n++) deep = { kind: 'not', of: deep };
      expect(() => compileFilter(dialect, deep)).toThrow(/nested/);
    });
  });

  describe('what cannot work is an error a person can act on', () => {
    it('refuses a field that is no path', () => {
      for (const field of ['', 'a b', '"', "x'; --", '[0]', '[*].a', 'a..b', "a['']"]) {
        expect(() => compileFilter(dialect, on(field, { op: 'exists' })), field).toThrow(AppError);
        expect(() => predicateOf(on(field, { op: 'exists' })), field).toThrow(AppError);
      }
    });

    it.each(['10.0.0.0/33', 'x', '', '2001:db8::/129', '10.0.0.0/-1', '1.2.3.4/8; --'])(
      'block %j',
      (block) => {
        for (const field of ['sourceIPAddress', 'userAgent', 'requestParameters.ip']) {
          const filter = on(field, { op: 'cidr', block });
          expect(() => compileFilter(dialect, filter)).toThrow(/not an address block/);
          expect(() => predicateOf(filter)).toThrow(/not an address block/);
        }
      },
    );

    it('a time compared with something else', () => {
      const filter = on('eventTime', { op: 'compare', than: '>', value: 'yesterday' });
      expect(() => compileFilter(dialect, filter)).toThrow(/not a time/);
      expect(() => predicateOf(filter)).toThrow(/not a time/);
    });
  });
});

describe('a regular expression without a database', () => {
  it.each(['(a', '[a', '(?=a)', '\\1', 'a\\', '(?P<n', '[[:nothing:]]'])('is refused: %s', (pattern) => {
    const filter = on('eventName', { op: 'regex', pattern, caseSensitive: true });
    expect(() => predicateOf(filter)).toThrow(/regular expression cannot be used/);
  });
});
