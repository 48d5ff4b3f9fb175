import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { folderOfFile, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

const folder = folderOfFile();
const workspace = join(folder, 'w.trailglass');
beforeAll(async () => {
  const archive = writeFiles(join(folder, 'logs'), {
    'a.json.gz': logFile([
      record(0, { eventName: 'CreateUser', readOnly: false }),
      record(1, { awsRegion: 'eu\u001b[31m-west', errorCode: 'AccessDenied', errorMessage: 'no' }),
    ]),
  });
  expect((await cli(['import', archive, '--workspace', workspace, '--quiet'])).code).toBe(0);
});

test('overview tells what is here and what stands out, safe for a terminal', async () => {
  const { out, code } = await cli(['overview', workspace]);
  expect(code).toBe(0);
  expect(out).toContain('Accounts     111122223333 (2)\n');
  expect(out).toContain('Span         2025-03-03T10:00:00Z to 2025-03-03T10:00:02Z\n');
  expect(out).toContain('Events       2: 1 write done, 1 failed, 1 of them refused\n');
  expect(out).toContain(
    'Who          arn:aws:iam::111122223333:user/maya: 2 events, 1 write done, 1 address\n',
  );
  expect(out).not.toContain('\u001b');
  expect(out.split('\n\n')[1]).toMatch(/\S/);
});

test('overview as JSON has the archive and the statements', async () => {
  const { out, code } = await cli(['overview', workspace, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    archive: { events: 2, writes: 1, refused: 1, categories: [{ value: 'Management', events: 2 }] },
    standsOut: { isPartial: false, learned: { fromMicros: Date.UTC(2025, 2, 3, 10) * 1e3 } },
  });
});

test('overview of what is no workspace fails in words', async () => {
  const { err, code } = await cli(['overview', join(workspace, 'nothing')]);
  expect(code).not.toBe(0);
  expect(err).toMatch(/^trailglass: /);
});
