import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { questionAbout } from '../../../shared/contract/page-subject.ts';
import { all, testEngine } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp.ts';

const sample = fileURLToPath(new URL('../../../../shared/samples/invictus-attack-2023', import.meta.url));
const question = questionAbout({ kind: 'principal', value: 'arn:aws:iam::123837392027:user/bert-jan' }, all)!;

describe('the page of the attacker in a real archive', () => {
  beforeEach(({ skip }) => skip(!existsSync(sample), 'the sample data is not beside the project'));

  async function imported() {
    const evidence = join(tempFolder('trailglass-samples'), 'evidence');
    cpSync(sample, evidence, { recursive: true });
    const engine = testEngine();
    await engine.importAll(evidence);
    return engine;
  }

  it('tells one key and two console sessions apart, and whose hand wrote', async () => {
    const { call } = await imported();
    const found = await call('entities.credentials', { question, limit: 50, pieces: 60 });
    expect(found).toMatchObject({ events: 2_642, writes: 508, failed: 239, refused: 15, distinct: 3 });
    expect(
      found.lanes.map(({ kind, key, direct, byAws, writes, failed }) => [
        kind,
        key,
        direct,
        byAws,
        writes,
        failed,
      ]),
    ).toEqual([
      ['key', 'AKIATFQR7NSC8Q4X20BJ', 2_104, 240, 504, 224],
      ['console', null, 210, 9, 4, 12],
      ['console', null, 72, 7, 0, 3],
    ]);
    expect(found.lanes.map(({ createdMicros }) => createdMicros)).toEqual([
      null,
      Date.parse('2023-07-10T12:27:45Z') * 1_000,
      Date.parse('2023-07-10T12:13:16Z') * 1_000,
    ]);
    expect(found.lanes.map(({ obtained }) => [obtained.grade, obtained.action, obtained.mfa])).toEqual([
      ['not-recorded', null, null],
      ['inferred', 'ConsoleLogin', 'Yes'],
      ['not-recorded', null, null],
    ]);
    expect(found.headline.says.map((part) => ('text' in part ? part.text : part.value)).join('')).toBe(
      'Two credentials in use at the same time: a key from 192.168.10.20 asked for 504 of 508 writes; a console session with MFA from 10.8.8.10 for 4.',
    );
  });

  it('tells what was refused and done later, and that no change is recorded between', async () => {
    const { call } = await imported();
    const found = await call('entities.failures', { question, limit: 100 });
    expect(found).toMatchObject({ refused: 15, throttled: 102, notFound: 105, failed: 17 });
    expect(found.lines[0]).toMatchObject({
      eventName: 'AssumeRole',
      class: 'refused',
      events: 13,
      targets: 5,
      betweenInAll: 0,
    });
    const quota = found.lines.find(({ eventName }) => eventName === 'CreateVpc');
    expect(quota).toMatchObject({ class: 'failed', events: 3, laterDone: 3, grade: 'inferred' });
    expect(quota?.between.map(({ eventName }) => eventName)).toEqual(['DeleteVpc', 'DeleteVpc', 'DeleteVpc']);
  });

  it('counts the permissions used', async () => {
    const { call } = await imported();
    const found = await call('entities.permissions', { question, limit: 5_000 });
    expect(found.actions).toBe(245);
    expect(found.services).toHaveLength(27);
    expect(
      found.services.slice(0, 4).map(({ eventSource, write, read }) => [eventSource, write, read]),
    ).toEqual([
      ['ec2.amazonaws.com', 41, 39],
      ['iam.amazonaws.com', 22, 19],
      ['s3.amazonaws.com', 7, 20],
      ['rds.amazonaws.com', 6, 20],
    ]);
  });
});
