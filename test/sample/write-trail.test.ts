import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTrail } from '../../electron/sample/make-trail.ts';
import { writeTrail } from '../../electron/sample/write-trail.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailglass-sample-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

describe('writeTrail', () => {
  const options = { events: 2500, seed: 5 };

  it('writes byte-identical archives for equal options', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    const summary = await writeTrail(options, one);
    await writeTrail(options, two);
    const names = await filesBelow(one);
    expect(await filesBelow(two)).toEqual(names);
    expect(names).toHaveLength(summary.files);
    for (const name of names) {
      const bytes = await readFile(join(one, name));
      expect(bytes.equals(await readFile(join(two, name)))).toBe(true);
      expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    }
  });

  it('writes what makeTrail makes, and counts it', async () => {
    const seen: number[] = [];
    const summary = await writeTrail(options, folder, { onProgress: ({ events }) => seen.push(events) });
    let events = 0;
    let rawBytes = 0;
    for (const file of makeTrail(options)) {
      const text = gunzipSync(await readFile(join(folder, ...file.key.split('/')))).toString();
      expect(text).toBe(JSON.stringify({ Records: file.records }));
      expect(text.startsWith('{"Records":[{"eventVersion":"')).toBe(true);
      events += file.records.length;
      rawBytes += Buffer.byteLength(text);
    }
    expect(summary).toMatchObject({ events, rawBytes });
    expect(seen.at(-1)).toBe(2500);
  });

  it('writes plain JSON when asked', async () => {
    await writeTrail({ events: 300, story: false, gzip: false }, folder);
    const [name = ''] = await filesBelow(folder);
    expect(name).toMatch(/\.json$/);
    expect(JSON.parse(await readFile(join(folder, name), 'utf8'))).toHaveProperty('Records');
  });

  it('refuses a folder that has something in it and leaves it as it was', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await expect(writeTrail(options, folder)).rejects.toThrow(
      expect.objectContaining({ code: 'file-unwritable' }),
    );
    expect(await filesBelow(folder)).toEqual(['notes.txt']);
  });

  it('stops when told to and removes what it has written', async () => {
    const stop = new AbortController();
    const onProgress = ({ files }: { files: number }): void => {
      if (files === 5) stop.abort();
    };
    await expect(writeTrail(options, folder, { onProgress, signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(await filesBelow(folder)).toEqual([]);
  });
});
