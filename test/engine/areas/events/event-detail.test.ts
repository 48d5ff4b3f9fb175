import { describe, expect, it } from 'vitest';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const firstId = async (engine: TestEngine): Promise<string> => {
  const { ids, total } = await engine.call('events.window', {
    question: all,
    sort: [],
    offset: 0,
    limit: 1,
    columns: [],
  });
  expect(total).toBe(1);
  return ids[0]!;
};

describe('the places of an event in the evidence', () => {
  it('say which copies have the same bytes', async () => {
    const one = record(1);
    const engine = testEngine();
    await engine.importAll(
      writeFiles(tempFolder(), {
        'a.json': logText([one]),
        'b.json': `${logText([one])} `,
        'c.json': JSON.stringify({ Records: [one] }, null, 1),
      }),
    );
    const { occurrences } = await engine.call('events.detail', { id: await firstId(engine) });
    expect(
      occurrences.map(({ path, isSameText, isRebuilt, kind }) => [path.at(-6), isSameText, isRebuilt, kind]),
    ).toEqual([
      ['a', true, false, 'CloudTrail log file'],
      ['b', true, false, 'CloudTrail log file'],
      ['c', false, false, 'CloudTrail log file'],
    ]);
  });

  it('say when the file holds the event in another form', async () => {
    const header =
      'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category';
    const row =
      'maya,AKIAEXAMPLE000000001,2025-03-03T10:00:00Z,s3.amazonaws.com,GetBucketAcl,eu-west-1,198.51.100.7,aws-cli/2.15.0,,[],REQ1,00000000-0000-4000-8000-000000000001,true,AwsApiCall,111122223333,Management';
    const engine = testEngine();
    await engine.importAll(writeFiles(tempFolder(), { 'event_history.csv': `${header}\n${row}\n` }));
    const { occurrences } = await engine.call('events.detail', { id: await firstId(engine) });
    expect(occurrences.map(({ isSameText, isRebuilt }) => [isSameText, isRebuilt])).toEqual([[true, true]]);
    expect(occurrences[0]?.kind).toContain('CSV');
  });
});
