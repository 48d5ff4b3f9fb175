import { expect, test } from 'vitest';
import { describeFunctions } from '../../../../electron/engine/areas/console/console-functions.ts';
import { refusedFunctions } from '../../../../electron/engine/areas/console/console-gate.ts';

test('functions are listed with their calls and DuckDB’s help, and none that the console refuses', async () => {
  const functions = await describeFunctions();
  const named = (name: string) => functions.find((one) => one.name === name);
  expect(named('regexp_extract')).toMatchObject({
    kind: 'scalar',
    help: expect.stringContaining('regex') as string,
  });
  expect(named('regexp_extract')?.calls).toContain('regexp_extract(string, regex)');
  expect(named('count')).toMatchObject({ kind: 'aggregate' });
  expect(named('unnest')).toBeDefined();
  expect(named('json_each')).toMatchObject({ kind: 'table' });
  expect(named('time_bucket')?.calls.every((call) => !/col\d/.test(call))).toBe(true);
  for (const name of [...refusedFunctions, 'read_text', 'read_csv', 'glob', 'sniff_csv', 'getenv']) {
    expect(named(name), name).toBeUndefined();
  }
  expect(functions.map(({ name }) => name)).toEqual([...new Set(functions.map(({ name }) => name))].sort());
  expect(functions.length).toBeGreaterThan(400);
});
