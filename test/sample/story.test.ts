import { describe, expect, it } from 'vitest';
import { makeRecords } from '../../electron/sample/make-trail.ts';
import { storyFacts } from '../../electron/sample/story.ts';
import type { Json, TrailRecord } from '../../electron/sample/types.ts';

const options = { events: 5000, seed: 11, days: 4 };
const records = makeRecords(options);
const facts = storyFacts(options);
const told = records.filter(({ eventID }) => facts.eventIds.includes(eventID));
const mine = records.filter(({ sourceIPAddress }) =>
  [facts.attackerIpv4, facts.attackerIpv6].includes(sourceIPAddress),
);

const named = (name: string, list: readonly TrailRecord[] = mine): TrailRecord[] =>
  list.filter(({ eventName }) => eventName === name);
const keyOf = ({ userIdentity }: TrailRecord): Json | undefined => userIdentity['accessKeyId'];

describe('the story', () => {
  it('is in the archive completely and once', () => {
    expect(told).toHaveLength(facts.recordCount);
    expect(new Set(facts.eventIds).size).toBe(facts.recordCount);
    expect(Object.values(facts.countsByStep).reduce((sum, count) => sum + count, 0)).toBe(facts.recordCount);
    expect(told.filter(({ errorCode }) => errorCode !== undefined)).toHaveLength(facts.errorCount);
    expect(facts.recordCount).toBeGreaterThan(150);
    expect(facts.recordCount).toBeLessThan(500);
  });

  it('lies around the middle of the time span', () => {
    const times = told.map(({ eventTime }) => Date.parse(eventTime));
    const middleMs = Date.parse('2025-03-05T00:00:00Z');
    expect([Math.min(...times), Math.max(...times)]).toEqual([facts.firstMs, facts.lastMs]);
    expect(facts.firstMs).toBeLessThan(middleMs);
    expect(facts.lastMs).toBeGreaterThan(middleMs);
  });

  it('begins with the leaked key, which its owner uses from elsewhere and only until it is disabled', () => {
    const uses = records.filter((record) => keyOf(record) === facts.leakedKeyId);
    const byOwner = uses.filter(({ sourceIPAddress }) => sourceIPAddress !== facts.attackerIpv4);
    expect(named('GetCallerIdentity')).toHaveLength(1);
    // Eight guessed role names and one that works.
    expect(uses.length - byOwner.length).toBe(facts.countsByStep.reconnaissance + 9);
    expect(byOwner.length).toBeGreaterThan(0);
    for (const { eventTime } of uses) expect(Date.parse(eventTime)).toBeLessThan(facts.keyDisabledMs);
  });

  it('chains two AssumeRole calls through three accounts', () => {
    const jumps = named('AssumeRole').filter(({ errorCode }) => errorCode === undefined);
    expect(jumps.map(({ recipientAccountId }) => recipientAccountId)).toEqual(
      expect.arrayContaining([facts.entryAccountId, facts.middleAccountId, facts.targetAccountId]),
    );
    expect(jumps).toHaveLength(4);
    expect(new Set(jumps.map(({ sharedEventID }) => sharedEventID))).toEqual(new Set(facts.sharedEventIds));
    const issued = jumps.map(
      ({ responseElements }) => (responseElements?.['credentials'] as Record<string, Json>)['accessKeyId'],
    );
    expect(new Set(issued)).toEqual(new Set([facts.middleKeyId, facts.targetKeyId]));
    expect(jumps.some((record) => keyOf(record) === facts.middleKeyId)).toBe(true);
    expect(named('CreateUser').map(keyOf)).toEqual([facts.targetKeyId]);
  });

  it('leaves a backdoor and enters the console without a second factor', () => {
    const created = named('CreateAccessKey')[0]?.responseElements?.['accessKey'];
    expect(created).toMatchObject({ accessKeyId: facts.createdKeyId, userName: facts.createdUser });
    const logins = named('ConsoleLogin');
    const good = logins.filter(({ errorMessage }) => errorMessage === undefined);
    expect(logins).toHaveLength(4);
    expect(logins.every(({ errorCode }) => errorCode === undefined)).toBe(true);
    expect(good[0]?.additionalEventData).toMatchObject({ MFAUsed: 'No' });
    expect(good.map(({ eventTime }) => Date.parse(eventTime))).toEqual([facts.signInMs]);
  });

  it('stops one trail and fails at the other', () => {
    const stops = named('StopLogging').map(({ errorCode }) => errorCode ?? 'done');
    expect(stops.sort()).toEqual(['AccessDeniedException', 'done']);
  });

  it('takes exactly the stated number of bytes from the stated bucket', () => {
    const taken = named('GetObject').filter((record) => keyOf(record) === facts.createdKeyId);
    const bytes = taken.map(({ additionalEventData }) =>
      Number(additionalEventData?.['bytesTransferredOut']),
    );
    expect(bytes.reduce((sum, count) => sum + count, 0)).toBe(facts.exfiltratedBytes);
    for (const { requestParameters } of taken) expect(requestParameters?.['bucketName']).toBe(facts.bucket);
  });

  it('starts machines in a Region nobody else uses and shares a disk outside the organisation', () => {
    const there = records.filter(({ awsRegion }) => awsRegion === facts.unusedRegion);
    expect(there).toHaveLength(facts.countsByStep.compute);
    expect(
      named('ModifySnapshotAttribute').every((record) =>
        JSON.stringify(record).includes(facts.sharedWithAccountId),
      ),
    ).toBe(true);
    expect(records.some(({ recipientAccountId }) => recipientAccountId === facts.sharedWithAccountId)).toBe(
      false,
    );
  });

  it('carries hostile text in the fields an attacker controls', () => {
    expect(facts.hostile.userAgent).toMatch(/^=HYPERLINK\(/);
    expect(mine.some(({ userAgent }) => userAgent === facts.hostile.userAgent)).toBe(true);
    const keys = named('GetObject').map(({ requestParameters }) => requestParameters?.['key']);
    expect(keys).toContain(facts.hostile.markupKey);
    expect(keys).toContain(facts.hostile.bidiKey);
    expect(facts.hostile.bidiKey).toContain('\u202e');
    expect(mine.map(({ userIdentity }) => userIdentity['arn'])).toContainEqual(
      expect.stringContaining(`/${facts.hostile.sessionName}`),
    );
  });

  it('can be left out', () => {
    const quiet = makeRecords({ ...options, story: false });
    expect(quiet.filter(({ sourceIPAddress }) => sourceIPAddress === facts.attackerIpv4)).toEqual([]);
    expect(quiet).toHaveLength(5000);
  });

  it('is complete even when fewer events are asked for than it has', () => {
    expect(makeRecords({ events: 5, seed: 11 })).toHaveLength(storyFacts({ seed: 11 }).recordCount);
  });
});
