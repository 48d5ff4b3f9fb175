import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../electron/engine/ingest/bytes/read-file.ts';
import { readSource, type FileEnd } from '../../../electron/engine/ingest/read/read-source.ts';
import { zipOf } from '../../support/archives.ts';
import { hostileContents } from '../../support/hostile-contents.ts';
import { record } from '../../support/records.ts';

/** What reading some evidence cost: processor time, which a busy machine does not stretch. */
async function costOf(bytes: Buffer): Promise<{ readonly ms: number; readonly ends: readonly FileEnd[] }> {
  const ends: FileEnd[] = [];
  let members = 1;
  const before = process.cpuUsage();
  await readSource(memorySource(bytes), 1, {
    isQuick: false,
    nextFileId: () => (members += 1),
    isNew: () => true,
    emit: () => () => undefined,
    ended: (end) => void ends.push(end),
  });
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, ends };
}

const text = JSON.stringify(record(1));

/** Twice the content may cost so much more: twice, and room for the collector of garbage. */
const factor = 4;
const roomMs = 1_500;

describe('the cost of hostile evidence', () => {
  it.each(Object.entries(hostileContents))('grows with its size and not faster: %s', async (_name, make) => {
    const [small, large] = [await make(1), await make(2)];
    const one = await costOf(small);
    const two = await costOf(large);
    expect(two.ms).toBeLessThan(factor * one.ms + roomMs);
    for (const { status, reason, records } of two.ends) {
      if (status !== 'accepted') expect(reason).toMatch(/\w{3}/);
      if (status === 'skipped') expect(records).toBe(0);
    }
  });

  it('stops at archives in archives in archives', async () => {
    let archive = zipOf([{ name: 'a.json', data: text }]);
    for (let depth = 0; depth < 10; depth += 1) archive = zipOf([{ name: 'inner.zip', data: archive }]);
    const { ends } = await costOf(archive);
    expect(ends.filter(({ status }) => status === 'refused')).toHaveLength(1);
    expect(ends.length).toBeLessThan(10);
  });

  it('unpacks no more than there is room for, all layers together', async () => {
    const inner = gzipSync(`"${'x'.repeat(1_000_000)}eventName"`).toString('base64');
    const layer = gzipSync(
      JSON.stringify({ eventName: 1, a: Array.from({ length: 100 }, () => inner) }),
    ).toString('base64');
    const content = Buffer.from(
      JSON.stringify({ eventName: 1, a: Array.from({ length: 100 }, () => layer) }),
    );
    const { ends } = await costOf(content);
    expect(ends[0]!.records).toBe(0);
    expect(ends[0]!.reason).toMatch(/unpacks to far more than logs do/);
  });
});
