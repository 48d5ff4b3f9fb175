import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

const account = '111122223333';
const idOf = (n: number): unknown => record(n)['eventID'];
const line = (id: string, rest: object): string =>
  JSON.stringify({ id, at: '2025-05-01T10:00:00.000Z', by: 'maya', ...rest });

let workspace: string;
beforeEach(async () => {
  const folder = tempFolder();
  const archive = writeFiles(join(folder, 'logs'), {
    'a.json.gz': logFile([
      record(0, { eventName: 'CreateUser' }),
      record(1, { eventName: '<img src=x onerror=alert(1)>*[a](b)' }),
      record(2),
    ]),
  });
  workspace = join(folder, 'w.trailglass');
  expect((await cli(['import', archive, '--workspace', workspace, '--quiet'])).code).toBe(0);
  writeFileSync(
    join(workspace, 'annotations.jsonl'),
    [
      line('a', { do: 'star', events: { [account]: [idOf(0)] } }),
      line('b', { do: 'tag', tag: 'lead', events: { [account]: [idOf(0), idOf(1)] } }),
      line('c', { do: 'comment', text: '=1+1\u001b[31m red', events: { [account]: [idOf(1)] } }),
      line('d', { do: 'colour', colour: 'blue', events: { [account]: [idOf(0)] } }),
      '',
    ].join('\n'),
  );
});

test('notes lists noted events with who noted what', async () => {
  const { out, code } = await cli(['notes', workspace]);
  expect(code).toBe(0);
  const [head, , first, second, ...rest] = out.trimEnd().split('\n');
  expect(head).toMatch(/^eventTime +eventName +principal +star +colour +tags +comments +by$/);
  expect(first).toMatch(/CreateUser .*★ +blue +lead +maya$/);
  expect(second).toContain('=1+1␛[31m red');
  expect(rest).toEqual([]);
});

test('notes narrows by a filter and writes one JSON object a line', async () => {
  const { out } = await cli(['notes', workspace, '--filter', 'note.star:true', '--json']);
  const objects = out
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one) as Record<string, unknown>);
  const signed = { author: 'maya', at: '2025-05-01T10:00:00Z' };
  expect(objects).toEqual([
    expect.objectContaining({
      eventName: 'CreateUser',
      eventID: idOf(0),
      note: {
        star: signed,
        colour: { colour: 'blue', ...signed },
        tags: [{ tag: 'lead', ...signed }],
        comments: [],
      },
    }),
  ]);
});

test('notes as CSV runs no formula, and as Markdown no markup of an attacker', async () => {
  const csv = await cli(['notes', workspace, '--csv']);
  expect(csv.out).toContain(`'=1+1`);
  const { out } = await cli(['notes', workspace, '--markdown']);
  expect(out).toContain('2 noted events');
  expect(out).toContain('tag “lead”');
  expect(out).toContain('\\<img src=x');
  expect(out).not.toMatch(/(?<!\\)<img/);
  expect(out).not.toMatch(/(?<!\\)\[a\]/);
  expect(out).not.toContain('\u001b');
});

test('a filter that cannot be read ends with the code for wrong use', async () => {
  const { code, err } = await cli(['notes', workspace, '--filter', 'note.tags:x']);
  expect(code).toBe(2);
  expect(err).toContain('note.tag');
});
