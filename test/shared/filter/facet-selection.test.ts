import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conjuncts,
  fromConjuncts,
  isSameFilter,
  ownField,
  withConjunct,
  withoutConjunct,
  withoutField,
} from '../../../shared/filter/conjuncts.ts';
import {
  facetSelection,
  hasFacetValue,
  onlyThis,
  toggleExclude,
  toggleInclude,
  type FacetValue,
} from '../../../shared/filter/facet-selection.ts';
import { everything, type Filter } from '../../../shared/filter/filter.ts';
import { normalise } from '../../../shared/filter/normalise.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { anyFilter } from './arbitrary-filter.ts';

const read = (text: string): Filter => parseFilter(text).filter ?? expect.unreachable(text);

describe('conjuncts', () => {
  it('are the members of the outermost and', () => {
    expect(conjuncts(read('a (b c) d or e'))).toHaveLength(1);
    expect(conjuncts(read('a (b c) not d')).map(printFilter)).toEqual(['a', 'b', 'c', 'not d']);
    expect(conjuncts(everything)).toEqual([]);
  });

  it('put together again are the same filter', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const normal = normalise(filter);
        expect(fromConjuncts(conjuncts(normal))).toEqual(normal);
      }),
    );
  });

  it('are added once and taken away whatever their spelling', () => {
    const chip = read('eventName:(a)');
    const both = withConjunct(read('b'), chip);
    expect(printFilter(both)).toBe('b and eventName:a');
    expect(withConjunct(both, read('eventName:a'))).toBe(both);
    expect(printFilter(withoutConjunct(both, chip))).toBe('b');
    expect(withoutConjunct(chip, chip)).toEqual(everything);
  });

  it('compare by meaning of each node, not by the order of properties', () => {
    expect(
      isSameFilter(read('eventName:a'), {
        test: { caseSensitive: false, value: 'a', op: 'equals' },
        field: 'eventName',
        kind: 'field',
      }),
    ).toBe(true);
    expect(isSameFilter(read('eventName:a'), read('eventName=a'))).toBe(false);
  });

  it.each([
    ['eventName:a', 'eventName'],
    ['not eventName:a', 'eventName'],
    ['eventName:a or not (eventName:b* or eventName:c)', 'eventName'],
    ['eventName:a or errorCode:b', undefined],
    ['eventName=@errorCode', undefined],
    ['eventName:a or word', undefined],
    ['word', undefined],
    ['', undefined],
  ])('%j is about the field %s', (text, field) => {
    expect(ownField(read(text))).toBe(field);
  });

  it('without a field keep all others', () => {
    expect(
      printFilter(
        withoutField(read('eventName:a (errorCode:b or not errorCode:*) -eventName:c* d'), 'errorCode'),
      ),
    ).toBe('eventName:a and not eventName:c* and d');
  });
});

describe('the selection of a facet', () => {
  it.each<readonly [string, readonly FacetValue[], readonly FacetValue[]]>([
    ['', [], []],
    ['errorCode=A', ['A'], []],
    ['errorCode:(A, B) x', ['A', 'B'], []],
    ['errorCode!=A -errorCode:(B, C)', [], ['A', 'B', 'C']],
    ['-errorCode:*', [null], []],
    ['absent(errorCode)', [null], []],
    ['errorCode=A or not errorCode:*', ['A', null], []],
    ['errorCode:*', [], [null]],
    ['errorCode=A errorCode!=B', ['A'], ['B']],
    ['errorCode:A* errorCode>B', [], []],
    ['errorCode=A or eventName=B', [], []],
    ['not (errorCode=A or not errorCode:*)', [], ['A', null]],
  ])('%j', (text, included, excluded) => {
    expect(facetSelection(read(text), 'errorCode')).toEqual({ included, excluded });
  });

  it('compares values in the type of the field', () => {
    const { included } = facetSelection(read('readOnly:true'), 'readOnly');
    expect(hasFacetValue('readOnly', included, 'true')).toBe(true);
    expect(hasFacetValue('readOnly', included, 'false')).toBe(false);
    expect(hasFacetValue('errorCode', [null], null)).toBe(true);
  });
});

describe('clicks on a facet', () => {
  type Click = typeof toggleInclude;
  it.each<readonly [string, Click, FacetValue, string]>([
    ['', toggleInclude, 'A', 'errorCode=A'],
    ['x errorCode=A y', toggleInclude, 'B', 'x and errorCode=(A, B) and y'],
    ['x errorCode=(A, B)', toggleInclude, 'A', 'x and errorCode=B'],
    ['x errorCode=A', toggleInclude, 'A', 'x'],
    ['errorCode!=A', toggleInclude, 'A', 'errorCode=A'],
    ['errorCode=A', toggleInclude, null, 'errorCode=A or not errorCode:*'],
    ['errorCode=A or not errorCode:*', toggleInclude, 'A', 'not errorCode:*'],
    ['', toggleInclude, null, 'not errorCode:*'],
    ['errorCode:denied', toggleInclude, 'B', 'errorCode:(denied, B)'],
    ['errorCode:denied', toggleInclude, 'Denied', ''],
    ['errorCode:A*', toggleInclude, 'B', 'errorCode:A* and errorCode=B'],
    ['', toggleExclude, 'A', 'errorCode!=A'],
    ['errorCode!=A', toggleExclude, 'B', 'errorCode!=(A, B)'],
    ['errorCode!=A x errorCode!=B', toggleExclude, 'C', 'errorCode!=(A, B, C) and x'],
    ['errorCode!=(A, B)', toggleExclude, 'A', 'errorCode!=B'],
    ['errorCode=(A, B)', toggleExclude, 'A', 'errorCode=B and errorCode!=A'],
    ['', toggleExclude, null, 'errorCode:*'],
    ['errorCode!=A', toggleExclude, null, 'errorCode!=A and errorCode:*'],
    ['errorCode:*', toggleExclude, null, ''],
    ['x errorCode:A* (errorCode:B or errorCode:C) errorCode!=D y', onlyThis, 'E', 'x and errorCode=E and y'],
    ['errorCode:A', onlyThis, null, 'not errorCode:*'],
  ])('%j, %o on %j gives %j', (before, click, value, after) => {
    expect(printFilter(click(read(before), 'errorCode', value))).toBe(after);
  });

  it('on a boolean facet give booleans', () => {
    expect(toggleInclude(everything, 'readOnly', 'true')).toEqual({
      kind: 'field',
      field: 'readOnly',
      test: { op: 'equals', value: true, caseSensitive: true },
    });
    expect(toggleInclude(toggleInclude(everything, 'readOnly', 'true'), 'readOnly', true)).toEqual(
      everything,
    );
  });

  it('twice on one value leave the filter as it was, and show in the selection after one', () => {
    const value = fc.constantFrom<FacetValue>('A', 'B', 'C', null);
    const clicks = fc.array(fc.tuple(fc.constantFrom(toggleInclude, toggleExclude), value), { maxLength: 6 });
    fc.assert(
      fc.property(
        clicks,
        fc.constantFrom('', 'x eventName:a', 'errorCode:A*'),
        value,
        (list, start, last) => {
          const filter = list.reduce((now, [click, one]) => click(now, 'errorCode', one), read(start));
          const { included, excluded } = facetSelection(filter, 'errorCode');
          if (!included.includes(last) && !excluded.includes(last)) {
            expect(facetSelection(toggleInclude(filter, 'errorCode', last), 'errorCode').included).toContain(
              last,
            );
            expect(facetSelection(toggleExclude(filter, 'errorCode', last), 'errorCode').excluded).toContain(
              last,
            );
            for (const click of [toggleInclude, toggleExclude]) {
              const back = click(click(filter, 'errorCode', last), 'errorCode', last);
              expect(new Set(conjuncts(back).map(printFilter))).toEqual(
                new Set(conjuncts(normalise(filter)).map(printFilter)),
              );
            }
          }
          expect(parseFilter(printFilter(filter))).toEqual({ filter: normalise(filter), problems: [] });
        },
      ),
      { numRuns: 500 },
    );
  });
});
