import { describe, expect, it } from 'vitest';
import { makeFile } from '../../electron/sample/make-file.ts';
import { makeRecords, makeTrail } from '../../electron/sample/make-trail.ts';
import { resolveOptions } from '../../electron/sample/options.ts';
import { planTrail } from '../../electron/sample/plan.ts';
import type { Json, TrailRecord } from '../../electron/sample/types.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const options = { events: 6000, seed: 42 };
const records = makeRecords(options);
const large = makeRecords({ events: 20_000, seed: 7, story: false });

function accountInside(id: string): string {
  let bits = 0n;
  for (const letter of id.slice(4, 20)) bits = bits * 32n + BigInt(ALPHABET.indexOf(letter));
  const first48 = bits >> 32n;
  return ((first48 & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
}

function at(value: Json | undefined, ...path: string[]): Json | undefined {
  let here = value;
  for (const step of path) here = (here as Record<string, Json> | null | undefined)?.[step];
  return here;
}

const times = (id: string): number => records.filter((record) => record.eventID === id).length;

describe('sample records', () => {
  it('are as many as asked for', () => {
    expect(records).toHaveLength(6000);
    expect(makeRecords({ events: 37, story: false })).toHaveLength(37);
    expect(makeRecords({ events: 1, story: false, accounts: 1, days: 1 })).toHaveLength(1);
  });

  it('carry every required field in a form that survives JSON', () => {
    for (const record of JSON.parse(JSON.stringify(records)) as TrailRecord[]) {
      expect(record.eventVersion).toMatch(/^1\.(08|09|10|11)$/);
      expect(record.eventTime).toMatch(/^2025-03-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(record.eventID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(record.eventSource).toMatch(/^[a-z0-9-]+\.amazonaws\.com$/);
      expect(record.eventName.length).toBeGreaterThan(2);
      expect(record.recipientAccountId).toMatch(/^\d{12}$/);
      expect(record.sourceIPAddress).not.toBe('');
      expect(record.userIdentity).toBeTypeOf('object');
      expect(record).toHaveProperty('requestParameters');
      expect(record).toHaveProperty('responseElements');
      expect(record.managementEvent).toBe(record.eventCategory === 'Management');
      expect(record.errorCode === undefined || record.responseElements === null).toBe(true);
    }
  });

  it('are different for another seed', () => {
    const ids = new Set(records.map(({ eventID }) => eventID));
    expect(makeRecords({ events: 500, seed: 43 }).filter(({ eventID }) => ids.has(eventID))).toEqual([]);
  });

  it('repeat an eventID only for the planned redeliveries, with the same body', () => {
    const planned = planTrail(resolveOptions(options)).files.filter(({ kind }) => kind === 'again');
    const bodies = new Map<string, string[]>();
    for (const record of records) {
      bodies.set(record.eventID, [...(bodies.get(record.eventID) ?? []), JSON.stringify(record)]);
    }
    const repeated = [...bodies.values()].filter((list) => list.length > 1);
    expect(planned.length).toBeGreaterThanOrEqual(5);
    expect(repeated).toHaveLength(planned.length);
    for (const list of repeated) expect(new Set(list).size).toBe(1);
  });

  it('fail in 4 to 9 of 100 cases outside the story', () => {
    const share = large.filter(({ errorCode }) => errorCode !== undefined).length / large.length;
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.09);
  });

  it('hide the account number in every identifier of a caller', () => {
    let checked = 0;
    for (const { userIdentity } of records) {
      const accountId = at(userIdentity, 'accountId');
      for (const field of ['accessKeyId', 'principalId'] as const) {
        const id = at(userIdentity, field);
        if (typeof id !== 'string' || typeof accountId !== 'string' || !/^A(KIA|SIA|IDA|ROA)/.test(id))
          continue;
        expect(accountInside(id)).toBe(accountId);
        expect(id.charAt(4)).toMatch(/[Q-Z2-7]/);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(5000);
  });

  it('use keys that an earlier STS record has issued, with the same creation time', () => {
    const issued = new Map<string, string>();
    for (const record of records) {
      const key = at(record.responseElements, 'credentials', 'accessKeyId');
      if (typeof key === 'string') issued.set(key, record.eventTime);
    }
    let followed = 0;
    for (const { userIdentity } of records) {
      const key = at(userIdentity, 'accessKeyId');
      const mintTime = typeof key === 'string' ? issued.get(key) : undefined;
      if (mintTime === undefined) continue;
      expect(at(userIdentity, 'sessionContext', 'attributes', 'creationDate')).toBe(mintTime);
      followed += 1;
    }
    expect(followed).toBeGreaterThan(50);
  });

  it('show cross-account calls in both accounts under one sharedEventID', () => {
    const groups = new Map<string, TrailRecord[]>();
    for (const record of records) {
      if (record.sharedEventID === undefined || times(record.eventID) > 1) continue;
      groups.set(record.sharedEventID, [...(groups.get(record.sharedEventID) ?? []), record]);
    }
    expect(groups.size).toBeGreaterThanOrEqual(6);
    for (const views of groups.values()) {
      expect(views).toHaveLength(2);
      expect(new Set(views.map(({ recipientAccountId }) => recipientAccountId)).size).toBe(2);
      expect(new Set(views.map(({ eventTime }) => eventTime)).size).toBe(1);
      expect(new Set(views.map(({ eventID }) => eventID)).size).toBe(2);
    }
  });

  it('record global services in us-east-1 only', () => {
    const abroad = records.filter(
      ({ eventSource, awsRegion }) =>
        /^(iam|organizations|route53|cloudfront)\./.test(eventSource) && awsRegion !== 'us-east-1',
    );
    expect(abroad).toEqual([]);
  });

  it('have the variety of a real organisation', () => {
    const distinct = (read: (record: TrailRecord) => unknown): Set<unknown> => new Set(large.map(read));
    expect(distinct(({ eventName }) => eventName).size).toBeGreaterThan(150);
    expect(distinct(({ recipientAccountId }) => recipientAccountId).size).toBe(12);
    expect(
      [...distinct(({ recipientAccountId }) => recipientAccountId)].some((id) => /^00/.test(String(id))),
    ).toBe(true);
    expect(distinct(({ awsRegion }) => awsRegion).size).toBeGreaterThanOrEqual(10);
    expect([...distinct(({ eventType }) => eventType)].sort()).toEqual([
      'AwsApiCall',
      'AwsConsoleSignIn',
      'AwsServiceEvent',
    ]);
    const types = distinct(({ userIdentity }) => userIdentity['type']);
    for (const type of [
      'AssumedRole',
      'IAMUser',
      'AWSService',
      'AWSAccount',
      'WebIdentityUser',
      'SAMLUser',
      'Root',
    ]) {
      expect(types).toContain(type);
    }
    expect(large.some(({ sourceIPAddress }) => sourceIPAddress.includes(':'))).toBe(true);
    expect(large.some((record) => /[^\u0020-\u007e]/.test(JSON.stringify(record)))).toBe(true);
  });

  it('are between 1,200 and 1,700 bytes long on average', () => {
    const bytes = records.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0);
    expect(bytes / records.length).toBeGreaterThan(1200);
    expect(bytes / records.length).toBeLessThan(1700);
  });
});

describe('a planned file', () => {
  it('comes out the same whether or not the files before it are made', () => {
    const all = [...makeTrail(options)];
    const plan = planTrail(resolveOptions(options));
    for (const index of [all.length - 1, 0, Math.floor(all.length / 2)]) {
      expect(makeFile(plan, index)).toEqual(all[index]);
    }
  });

  it('is delivered one to ten minutes after each of its events, under a valid key', () => {
    const shape =
      /^AWSLogs\/o-[a-z0-9]{10,32}\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d{12})_CloudTrail(?:-(Insight|NetworkActivity|Aggregated))?_([a-z]{2,5}(?:-[a-z]+)+-\d)_(\d{8}T\d{4})Z_?([A-Za-z0-9]{16})\.json\.gz$/;
    const keys = new Set<string>();
    for (const file of makeTrail(options)) {
      const match = shape.exec(file.key);
      const [, account, region, year, month, day, again, , regionAgain, stamp = ''] = match ?? [];
      expect(match, file.key).not.toBeNull();
      expect([again, regionAgain, stamp.slice(0, 8)]).toEqual([account, region, `${year}${month}${day}`]);
      const delivered = Date.UTC(+year!, +month! - 1, +day!, +stamp.slice(9, 11), +stamp.slice(11, 13));
      for (const record of file.records) {
        const lagMs = delivered - Date.parse(record.eventTime);
        expect(lagMs).toBeGreaterThanOrEqual(60_000);
        expect(lagMs).toBeLessThanOrEqual(600_000);
        expect([record.recipientAccountId, record.awsRegion]).toEqual([account, region]);
      }
      keys.add(file.key);
    }
    expect(keys.size).toBe([...makeTrail(options)].length);
  });

  it('can be one of a chosen number', () => {
    expect([...makeTrail({ events: 5000, files: 400 })]).toHaveLength(400);
    expect([...makeTrail({ events: 5000, files: 1, story: false, accounts: 1 })].length).toBeLessThan(10);
  });
});

describe('options out of range', () => {
  it('are refused with the name of the option', () => {
    expect(() => makeRecords({ events: 0 })).toThrow(/"events" is 0/);
    expect(() => makeRecords({ events: 10, accounts: 2 })).toThrow(/"accounts" is 2.*from 3/);
    expect(() => makeRecords({ events: 10, start: 'yesterday' })).toThrow(/"start"/);
    expect(() => makeRecords({ events: 10, days: 1.5 })).toThrow(
      expect.objectContaining({ code: 'bad-params' }),
    );
  });
});
