import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../electron/engine/ingest/read-file.ts';
import { readSource, type FileEnd } from '../../../electron/engine/ingest/read-source.ts';
import { tarOf, zipOf } from '../../support/archives.ts';
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
const filled = (piece: string, size: number): Buffer => Buffer.alloc(Math.floor(size * 262_144), piece);
const times = (size: number, count: number, of: (index: number) => string): string =>
  Array.from({ length: Math.floor(size * count) }, (_, index) => of(index)).join(',');
const escaped = (inner: string, layers: number): string =>
  layers === 0 ? inner : escaped(JSON.stringify({ message: inner }), layers - 1);

/** Content that grows with a size, made to cost a reader more than its bytes are worth. */
const hostile: Readonly<Record<string, (size: number) => Buffer | Promise<Buffer>>> = {
  'lists that open': (size) => filled('[', 2 * size),
  'lists in lists': (size) => Buffer.concat([filled('[', size), filled(']', size)]),
  'lists in lists around a record': (size) =>
    Buffer.concat([filled('[', size), Buffer.from(text), filled(']', size)]),
  'a value nested in a record': (size) =>
    Buffer.concat([
      Buffer.from('{"Records":[{"eventVersion":'),
      filled('[', size),
      filled(']', size),
      Buffer.from('}]}'),
    ]),
  'a wide object': (size) => Buffer.from(`{${times(size, 6_000, (index) => `"k${index}":{"eventName":1}`)}}`),
  'one key many times': (size) => Buffer.from(`{${times(size, 6_000, () => '"eventName":{"a":[]}')}}`),
  'records in a list under any key': (size) => Buffer.from(`{"any":[${times(size, 1_000, () => text)}]}`),
  'records beside a list': (size) => Buffer.from(`{"any":[${times(size, 1_000, () => text)}],"Records":[]}`),
  'a long text': (size) => Buffer.from(JSON.stringify({ a: `${'x'.repeat(size * 1_048_576)} eventName` })),
  'records in texts in texts': (size) => Buffer.from(escaped(`[${times(size, 50, () => text)}]`, 6)),
  'small packed texts': (size) =>
    Buffer.from(
      JSON.stringify({
        a: Array.from({ length: size * 100 }, () => gzipSync('{'.repeat(100_000)).toString('base64')),
      }),
    ),
  'lines that open objects': (size) => filled('x {"a":\n', size),
  'lines that open records': (size) => filled('x {"eventVersion":\n', size),
  'records that open in one line': (size) => filled('x {"eventVersion":', size),
  'problems without end': (size) =>
    Buffer.from(`{"Records":[${times(size, 10_000, () => '{"eventVersion":(}')}]}`),
  'names without records': (size) => filled('eventSource "eventName" ', size),
  'members of gzip': (size) => Buffer.concat(Array.from({ length: size * 200 }, () => gzipSync(`${text}\n`))),
  'members of zip': (size) =>
    zipOf(Array.from({ length: size * 300 }, (_, index) => ({ name: `${index}.json`, data: '{}' }))),
  'members of tar': (size) =>
    tarOf(Array.from({ length: size * 300 }, (_, index) => ({ name: `${index}.json`, data: '{}' }))),
};

/** Twice the content may cost so much more: twice, and room for the collector of garbage. */
const factor = 4;
const roomMs = 1_500;

describe('the cost of hostile evidence', () => {
  it.each(Object.entries(hostile))('grows with its size and not faster: %s', async (_name, make) => {
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
