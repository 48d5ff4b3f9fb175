import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../../electron/engine/ingest/find/discover.ts';
import { evidenceFile } from '../../../electron/engine/ingest/bytes/read-file.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const isPosix = process.platform !== 'win32';

describe('looking for files', () => {
  it.runIf(isPosix)('keeps files apart whose names differ in bytes that are no text', async () => {
    const folder = tempFolder();
    const names = [
      Buffer.from([0x61, 0xe9, 0x2e, 0x6a]),
      Buffer.from([0x61, 0xe8, 0x2e, 0x6a]),
      Buffer.from('a\\xE9.j'),
    ];
    for (const [index, name] of names.entries())
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), `${index}`);
    const { files } = await discover([folder]);
    expect(files.map(({ path }) => path).sort()).toEqual(
      ['a\\\\xE9.j', 'a\\xE8.j', 'a\\xE9.j'].map((name) => join(folder, name)),
    );
    const read = files.map(({ path, openPath }) => [path, evidenceFile(openPath).whole?.toString()]);
    expect(Object.fromEntries(read)).toEqual({
      [join(folder, 'a\\xE9.j')]: '0',
      [join(folder, 'a\\xE8.j')]: '1',
      [join(folder, 'a\\\\xE9.j')]: '2',
    });
  });

  it.runIf(isPosix)('says of links that lead out of what was opened where they lead', async () => {
    const outside = writeFiles(tempFolder(), { 'logs/a.json': '{}', 'one.json': '[]' });
    const folder = writeFiles(tempFolder(), { 'own/b.json': '{"b":1}' });
    symlinkSync(join(outside, 'logs'), join(folder, 'linked'));
    symlinkSync(join(outside, 'one.json'), join(folder, 'one.json'));
    mkdirSync(join(folder, 'inner'));
    symlinkSync(join(folder, 'own'), join(folder, 'inner', 'again'));
    const { files, passedOver } = await discover([folder]);
    const remarks = new Map(files.map(({ path, remark }) => [path.slice(folder.length + 1), remark]));
    expect(remarks.get('linked/a.json')).toBeUndefined();
    expect(remarks.get('one.json')).toMatch(new RegExp(`leads out .* to .*${outside}/one.json`));
    const told = new Map(passedOver.map(({ path, reason }) => [path.slice(folder.length + 1), reason]));
    expect(told.get('linked')).toMatch(/leads out of what was opened, to .*logs; what is there was read/);
    expect([...told.values()].filter((reason) => reason.includes('leads out'))).toHaveLength(1);
  });

  it.runIf(isPosix)('says nothing of what a person opened by a link', async () => {
    const outside = writeFiles(tempFolder(), { 'a.json': '{}' });
    const link = join(tempFolder(), 'evidence');
    symlinkSync(outside, link);
    const { files, passedOver } = await discover([link]);
    expect(files).toHaveLength(1);
    expect(passedOver).toEqual([]);
  });
});
