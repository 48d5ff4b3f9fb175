import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/03';
const file = (time: string): string =>
  `${folder}/111122223333_CloudTrail_eu-west-1_20250303T${time}Z_AAAAAAAAAAAAAAAA.json.gz`;
const at = (time: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  eventTime: `2025-03-03T${time}Z`,
  ...changes,
});

async function imported(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const root = writeFiles(tempFolder(), files);
  const workspace = join(tempFolder(), 'workspace');
  expect(await cli(['import', root, '--workspace', workspace, '--quiet'])).toMatchObject({ code: 0 });
  return workspace;
}

const logs = {
  [file('1010')]: logFile([
    record(1, at('10:05:00')),
    record(2, at('10:06:00', { readOnly: false, eventName: 'PutBucketAcl' })),
  ]),
  [file('1310')]: logFile([
    record(3, at('13:05:00')),
    record(4, at('13:06:00', { eventCategory: 'Data', managementEvent: false, eventName: 'GetObject' })),
  ]),
};

test('coverage tells what is here of each kind, and what is not', async () => {
  const workspace = await imported(logs);
  const { code, out, err } = await cli(['coverage', workspace]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^Time +2025-03-03T10:/);
  expect(out).toContain('2 log files by delivery, 0 other files with events');
  expect(out).toMatch(
    /No file +1 stretch, 2\.8 h in all; the longest:\n +2025-03-03T10:10:00Z to 2025-03-03T12:55:00Z/,
  );
  expect(out).toMatch(/management reads +2 +events +2025-03-03T10:/);
  expect(out).toMatch(/S3 objects +1 +events +2025-03-03T13:/);
  expect(out).toMatch(/Lambda calls +0 +none here\n/);
  expect(out).not.toMatch(/never|complete/i);
});

test('coverage as JSON has the stretches of time of each kind, in the span that was asked for', async () => {
  const workspace = await imported(logs);
  const { code, out } = await cli(['coverage', workspace, '--json', '--to', '2025-03-03T12:00:00Z']);
  expect(code).toBe(0);
  const answer = JSON.parse(out) as Readonly<Record<string, unknown>> & {
    readonly categories: readonly {
      readonly category: string;
      readonly word: string;
      readonly stretches: readonly { readonly state: string; readonly events: number }[];
    }[];
  };
  expect(answer).toMatchObject({ logFiles: 2, otherFiles: 0, unstated: 0, aggregated: 0 });
  const [writes, , objects] = answer.categories;
  expect(writes).toMatchObject({ category: 'management-writes', events: 1, word: 'events' });
  expect(writes?.stretches.map(({ state, events }) => [state, events])).toContainEqual(['events', 1]);
  expect(objects).toMatchObject({ category: 's3-objects', events: 0, word: 'none-here' });
  expect(new Set(objects?.stretches.map(({ state }) => state))).toEqual(new Set(['no-event', 'no-file']));
});

test('coverage of an export cannot tell, and of no time has nothing to tell', async () => {
  const workspace = await imported({ 'export.json.gz': logFile([record(1)]) });
  expect((await cli(['coverage', workspace])).out).toMatch(/S3 objects +0 +none here; cannot be told\n/);
  const later = await cli(['coverage', workspace, '--from', '2026-01-01']);
  expect(later).toMatchObject({ code: 0, out: '' });
  expect(later.err).toContain('nothing to tell');
});
