import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EventEstimate } from '../../../electron/engine/ingest/find/event-estimate.ts';
import { takeInventory } from '../../../electron/engine/ingest/find/inventory.ts';
import { logFile, logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const inventoryOf = (files: Readonly<Record<string, string | Uint8Array>>) =>
  takeInventory([writeFiles(tempFolder(), files)], new AbortController().signal, () => undefined);

/** Records that do not repeat each other more than those of an account do. */
const many = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    record(n, {
      eventID: crypto.randomUUID(),
      requestID: crypto.randomUUID(),
      sourceIPAddress: `198.51.100.${String(n % 250)}`,
    }),
  );

describe('what will be left out', () => {
  test('is put together by what it is and why, in the words of the ledger, with some of its paths', async () => {
    const notes = Object.fromEntries(
      Array.from({ length: 7 }, (_, n) => [`notes/${String(n)}.txt`, 'call the bank about the invoice']),
    );
    const { leftOut, kinds } = await inventoryOf({
      ...notes,
      'log.json.gz': logFile([record(1)]),
      'packed.7z': Buffer.from('377abcaf271c0004', 'hex'),
      'half.json.gz': Buffer.concat([Buffer.from('1f8b0800', 'hex'), Buffer.alloc(40, 255)]),
    });
    expect(leftOut[0]).toMatchObject({ kind: 'text', files: 7, reason: 'Text, not CloudTrail events.' });
    expect(
      leftOut
        .slice(1)
        .map(({ files, reason }) => `${String(files)} ${reason}`)
        .sort(),
    ).toEqual([
      '1 A 7z archive is not unpacked here. Unpack it (7z x) and open the folder.',
      '1 Packed with gzip, but its beginning cannot be unpacked.',
    ]);
    expect(leftOut[0]?.paths).toHaveLength(5);
    for (const path of leftOut[0]?.paths ?? []) expect(path).toMatch(/^notes.\d\.txt$/);
    const unread = kinds.filter(({ isReadable }) => !isReadable).reduce((sum, { files }) => sum + files, 0);
    expect(leftOut.reduce((sum, { files }) => sum + files, 0)).toBe(unread);
  });

  test('is nothing where all is read', async () => {
    expect((await inventoryOf({ 'log.json.gz': logFile([record(1)]) })).leftOut).toEqual([]);
  });
});

describe('the estimate of events', () => {
  test('of files no longer than their beginnings is what they hold', async () => {
    const { estimatedEvents } = await inventoryOf({
      'a.json.gz': logFile([record(1), record(2)]),
      'b.json': logText([record(3)]),
      'notes.txt': 'call the bank',
    });
    expect(estimatedEvents).toBe(3);
  });

  test.each([
    ['packed', (records: readonly unknown[]) => gzipSync(logText(records))],
    ['plain', (records: readonly unknown[]) => logText(records)],
  ])('of a long %s file is within a quarter of what it holds', async (_how, write) => {
    const { estimatedEvents } = await inventoryOf({ 'a.json.gz': write(many(6_000)) });
    expect(estimatedEvents).toBeGreaterThan(4_500);
    expect(estimatedEvents).toBeLessThan(7_500);
  });

  test.each([
    ['nothing can be read', { 'notes.txt': 'call the bank' }],
    [
      'some of it lies in an archive',
      {
        'a.json.gz': logFile([record(1)]),
        'b.zip': Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(60)]),
      },
    ],
  ])('is none where %s', async (_why, files) => {
    expect((await inventoryOf(files)).estimatedEvents).toBeNull();
  });

  test('takes files that were not opened for as full as those that were', () => {
    const estimate = new EventEstimate();
    estimate.add(1_000, { records: 10, sizeBytes: 500 });
    estimate.add(3_000, null);
    expect(estimate.events()).toBe(80);
    estimate.add(400, { records: 0, sizeBytes: 100 });
    expect(estimate.events()).toBeNull();
  });
});
