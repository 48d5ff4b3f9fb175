import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextFile, safeFileName, writeTextFile } from '../../electron/main/text-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailglass-text-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string | Uint8Array = ''): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('opening text', () => {
  it('reads UTF-8 whole and without its byte-order mark', async () => {
    expect(await readTextFile(file('a.json', '\ufeff{"name":"Zoë"}'))).toEqual({
      name: 'a.json',
      text: '{"name":"Zoë"}',
    });
  });

  it.each([
    ['bytes that are no UTF-8', new Uint8Array([0x1f, 0x8b, 0xff])],
    ['a NUL', new Uint8Array([0x61, 0, 0x62])],
  ])('refuses %s', async (_what, bytes) => {
    await expect(readTextFile(file('a.gz', bytes))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'a.gz is not a text file. Choose a text file in UTF-8.',
    });
  });

  it('takes 50 MB and refuses one byte more, saying so', async () => {
    const path = file('big.json');
    truncateSync(path, 50_000_001);
    await expect(readTextFile(path)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'big.json is 51 MB; at most 50 MB can be opened. Choose a smaller file.',
    });
    writeFileSync(path, Buffer.alloc(50_000_000, 'a'));
    expect((await readTextFile(path)).text).toHaveLength(50_000_000);
  });

  it('refuses a folder and a missing file', async () => {
    await expect(readTextFile(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(readTextFile(join(folder, 'gone'))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/gone could not be read \(ENOENT\)/) as string,
    });
  });
});

describe('saving text', () => {
  it('writes the whole text and leaves no other file behind', async () => {
    const path = join(folder, 'out.csv');
    await writeTextFile(path, 'a,b\n', []);
    await writeTextFile(path, 'c,d\n', []);
    expect(readFileSync(path, 'utf8')).toBe('c,d\n');
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });

  it('writes nothing into evidence, by no way around either', async () => {
    mkdirSync(join(folder, 'logs', 'deep'), { recursive: true });
    symlinkSync(join(folder, 'logs', 'deep'), join(folder, 'way-in'));
    symlinkSync(join(folder, 'logs'), join(folder, 'logs-alias'));
    const single = file('single.json.gz', 'evidence');
    const evidence = [join(folder, 'logs-alias'), single];
    for (const path of [
      'logs/x.csv',
      'logs/deep/x.csv',
      'way-in/x.csv',
      'logs-alias/x.csv',
      'single.json.gz',
    ]) {
      await expect(writeTextFile(join(folder, path), 'x', evidence)).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/evidence is never changed/) as string,
      });
    }
    expect(readdirSync(join(folder, 'logs'))).toEqual(['deep']);
    expect(readdirSync(join(folder, 'logs', 'deep'))).toEqual([]);
    expect(readFileSync(single, 'utf8')).toBe('evidence');
  });

  it('does not take a neighbour with a similar name for evidence', async () => {
    mkdirSync(join(folder, 'logs'));
    mkdirSync(join(folder, 'logs-report'));
    await writeTextFile(join(folder, 'logs-report', 'x.csv'), 'x', [join(folder, 'logs')]);
    await writeTextFile(join(folder, '..x.csv'), 'x', [join(folder, 'logs')]);
    expect(readdirSync(join(folder, 'logs-report'))).toEqual(['x.csv']);
  });

  it('says when a folder is missing', async () => {
    await expect(writeTextFile(join(folder, 'gone', 'x.csv'), 'x', [])).rejects.toMatchObject({
      code: 'file-unwritable',
      message: 'x.csv was not saved (ENOENT). Choose a folder that you may write to.',
    });
  });
});

describe('a suggested file name', () => {
  it.each([
    ['events.csv', 'events.csv'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['C:\\windows\\x', 'C--windows-x'],
    ['.bashrc', 'bashrc'],
    ['exe\u202evsc.csv', 'exe-vsc.csv'],
    ['a\nb\u0000.csv', 'a-b-.csv'],
    ['...', 'trailglass.txt'],
    ['  ', 'trailglass.txt'],
  ])('leads nowhere: %j becomes %j', (from, to) => {
    expect(safeFileName(from)).toBe(to);
  });
});
