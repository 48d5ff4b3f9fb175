import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../../shared/contract/common.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const names = ['GetBucketAcl', 'ListBuckets', 'DeleteTrail'];
const records = Array.from({ length: 600 }, (_, n) =>
  record(n, {
    eventTime: new Date(Date.UTC(2025, 2, 3) + n * 60_000).toISOString().replace('.000', ''),
    eventName: names[n % 3],
    sourceIPAddress: `198.51.100.${n % 5}`,
    userAgent: n % 2 === 0 ? 'aws-cli/2.15.0' : undefined,
    ...(n % 6 === 0 ? { errorCode: 'AccessDenied', errorMessage: 'no' } : {}),
  }),
);
const at = (n: number): number => Date.UTC(2025, 2, 3) * 1e3 + n * 60e6;

let engine: TestEngine;
beforeEach(async () => {
  engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
});
const read = async (filter: Filter, scope: Partial<Scope> = {}, limit = 12) =>
  engine.call('profile.read', {
    question: { filter, scope: { ...all.scope, ...scope } },
    fields: ['eventName', 'userAgent', 'errorCode', 'requestParameters.bucketName', 'readOnly'],
    limit,
    maxBins: 50,
  });

describe('the page of a value', () => {
  it('counts events, failures, first and last of the value and of every value beside it', async () => {
    const found = await read(onlyThis(everything, 'sourceIPAddress', '198.51.100.0'));
    const own = records.map((_, n) => n).filter((n) => n % 5 === 0);
    expect(found).toMatchObject({
      events: own.length,
      errors: own.filter((n) => n % 6 === 0).length,
      firstMicros: at(0),
      lastMicros: at(595),
    });
    const [eventNames, agents, errors, buckets, reads] = found.groups;
    expect(eventNames).toEqual({
      field: 'eventName',
      distinct: 3,
      values: ['DeleteTrail', 'GetBucketAcl', 'ListBuckets'].map((value) => {
        const these = own.filter((n) => names[n % 3] === value);
        return {
          value,
          events: these.length,
          errors: these.filter((n) => n % 6 === 0).length,
          firstMicros: at(these[0]!),
          lastMicros: at(these.at(-1)!),
        };
      }),
    });
    expect(agents?.distinct).toBe(1);
    expect(agents?.values.map(({ value, events }) => [value, events])).toEqual([['aws-cli/2.15.0', 60]]);
    expect(errors?.values.map(({ value, events }) => [value, events])).toEqual([['AccessDenied', 20]]);
    expect(buckets?.values[0]).toMatchObject({ value: 'ledger-archive', events: own.length });
    expect(reads?.values[0]?.value).toBe('true');
    const drawn = found.timeline!.series.flatMap((one) => one.counts).reduce((a, b) => a + b, 0);
    expect(drawn).toBe(own.length);
  });

  it('keeps to the scope and draws its whole range', async () => {
    const range = { fromMicros: at(100), toMicros: at(200) };
    const found = await read(everything, { range });
    expect(found).toMatchObject({ events: 100, firstMicros: at(100), lastMicros: at(199) });
    expect(found.timeline!.total).toBe(100);
    expect(found.timeline!.fromMicros).toBeLessThanOrEqual(range.fromMicros);
  });

  it('says how many values there are beyond those it gives', async () => {
    const found = await read(everything, {}, 2);
    expect(found.groups[0]).toMatchObject({ distinct: 3 });
    expect(found.groups[0]?.values).toHaveLength(2);
  });

  it('answers a value that nothing has', async () => {
    const found = await read(onlyThis(everything, 'userAgent', 'none such'));
    expect(found).toMatchObject({
      events: 0,
      errors: 0,
      firstMicros: null,
      lastMicros: null,
      timeline: null,
    });
    expect(found.groups.every((group) => group.distinct === 0 && group.values.length === 0)).toBe(true);
  });

  it('can be cancelled', async () => {
    const stop = new AbortController();
    const asked = engine.call(
      'profile.read',
      { question: all, fields: ['eventName'], limit: 1, maxBins: 1 },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
