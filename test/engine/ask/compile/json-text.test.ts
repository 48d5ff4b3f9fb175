import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { all, testEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';

it('paths lead into elements that are text of JSON', async () => {
  const engine = testEngine();
  const evidence = join(engine.folder, 'evidence');
  mkdirSync(evidence);
  const resources = [{ ARN: 'arn:aws:s3:::ledger', type: 'AWS::S3::Bucket' }];
  writeFileSync(
    join(evidence, 'a.json'),
    logText([
      record(1, { resources }),
      record(2, { resources: JSON.stringify(resources) }),
      record(3, { resources: '[{"ARN":"arn:aws:s3:::ledger"' }),
      record(4, { resources: '"quoted"', requestParameters: '{"bucketName":"old"}' }),
    ]),
  );
  await engine.importAll(evidence);
  const countOf = async (field: string, value: string): Promise<number> => {
    const test = { op: 'equals', value, caseSensitive: true } as const;
    const question = { ...all, filter: { kind: 'field', field, test } as const };
    return (await engine.call('events.count', { question })).total;
  };
  expect(await countOf('resources[*].ARN', 'arn:aws:s3:::ledger')).toBe(2);
  expect(await countOf('resources[*].type', 'AWS::S3::Bucket')).toBe(2);
  expect(await countOf('requestParameters.bucketName', 'old')).toBe(1);
});
