import { beforeEach, describe, expect, it } from 'vitest';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const arn = 'arn:aws:s3:::ledger-archive/a_b';
/** The same name as writers of JSON may write it, and names that only resemble it. */
const ways = [
  `{"name":"${arn}"}`,
  `{ "name" : "${arn}" }`,
  `{"name":"${arn.replace('/', '\\/')}"}`,
  `{"name":"${arn.replace('ledger', '\\u006cedger')}"}`,
  `{"deep":{"list":["x","${arn}"]}}`,
];
const others = [`{"name":"${arn}2"}`, `{"name":"x${arn}"}`, `{"name":"LEDGER-ARCHIVE"}`, '{"n":1.50}', '{}'];

let engine: TestEngine;
beforeEach(async () => {
  engine = testEngine();
  const texts = [...ways, ...others].map((request, n) =>
    JSON.stringify(record(n, { requestParameters: `@${n}` })).replace(`"@${n}"`, request),
  );
  await engine.importAll(
    writeFiles(tempFolder(), { 'a.json': logText([]).replace('[]', `[${texts.join(',')}]`) }),
  );
});
const count = async (pattern: string, caseSensitive = true): Promise<number> => {
  const filter: Filter = {
    kind: 'field',
    field: 'requestParameters',
    test: { op: 'wildcard', pattern, caseSensitive },
  };
  return (await engine.call('events.count', { question: { ...all, filter } })).total;
};

describe('a pattern over a whole JSON element', () => {
  it('finds the same whether or not its words allow for a cheaper first look', async () => {
    expect(await count(`*"${arn}"*`)).toBe(ways.length);
    expect(await count(`*"${arn.toUpperCase()}"*`)).toBe(0);
    expect(await count(`*"${arn.toUpperCase()}"*`, false)).toBe(ways.length);
    expect(await count('*"name":"arn*ledger*archive*')).toBe(5);
    expect(await count('*1.5*')).toBe(1);
    expect(await count('{}')).toBe(1);
    expect(await count('*')).toBe(ways.length + others.length);
  });
});
