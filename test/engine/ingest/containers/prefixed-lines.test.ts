import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const text = (n: number): string => JSON.stringify(record(n));
const exported = (n: number): string => `2025-03-03T10:00:0${n}.000Z ${text(n)}`;

describe('CloudWatch Logs export', () => {
  it('gives the records of its lines exactly, with their positions', async () => {
    const content = [1, 2, 3].map((n) => `${exported(n)}\n`).join('');
    for (const pieceBytes of [undefined, 13]) {
      const { outcome, records } = await readText(content, pieceBytes);
      expect(outcome).toMatchObject({ status: 'accepted', container: 'cloudwatch-export', records: 3 });
      expect(records.map(({ json }) => json)).toEqual([text(1), text(2), text(3)]);
      expect(records[1]).toMatchObject({ quality: 'complete', position: content.indexOf(text(2)) });
    }
  });

  it('reads UTF-16 of PowerShell and CR-only line ends', async () => {
    const content = [1, 2].map((n) => `${exported(n)}\r`).join('');
    const { records } = await readText(Buffer.from(`\uFEFF${content}`, 'utf16le'));
    expect(records.map(({ json }) => json)).toEqual([text(1), text(2)]);
  });

  it('keeps the beginning of a truncated message', async () => {
    const { outcome, records } = await readText(
      `${exported(1)}\n${exported(2).slice(0, -60)}\n${exported(3)}\n`,
    );
    expect(records.map(({ quality }) => quality)).toEqual(['complete', 'truncated', 'complete']);
    expect(outcome.records).toBe(3);
  });

  it('passes over messages of other sources and counts them', async () => {
    const { outcome, records } = await readText(
      `2025-03-03T10:00:00.000Z START RequestId: 1\n${exported(1)}\n2025-03-03T10:00:00.000Z {"level":"info"}\n`,
    );
    expect(records).toHaveLength(1);
    expect(outcome).toMatchObject({ status: 'accepted', refusedRecords: 0 });
    expect(outcome.reason).toMatch(/^2 other values were passed over/);
  });

  it('recognises the write test of an export', async () => {
    const { outcome } = await readText('Permission Check Successful');
    expect(outcome).toMatchObject({ status: 'skipped', container: 'cloudwatch-write-test' });
  });
});

describe('records in lines of text', () => {
  const prefixes = [
    'Mar  3 10:00:00 gateway cloudtrail[812]: ',
    '<134>1 2025-03-03T10:00:00Z gateway app - - - ',
    '2025-03-03T10:00:00Z gateway {cloudtrail} ',
    '[2025-03-03 10:00:00] INFO ',
    'archive/0001.json:',
  ];
  it.each(prefixes)('reads what follows %s', async (prefix) => {
    const { outcome, records } = await readText(
      `${prefix}${text(1)}\r\n${prefix}${text(2)} trailing words\r\n`,
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'prefixed-lines' });
    expect(records.map(({ json }) => json)).toEqual([text(1), text(2)]);
  });

  it('unwraps what a line holds: lists, envelopes', async () => {
    const { records } = await readText(
      `host ${JSON.stringify({ Records: [record(1), record(2)] })}\n` +
        `host ${JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: record(3) })}\n`,
    );
    expect(records.map(({ json }) => json)).toEqual([text(1), text(2), text(3)]);
  });

  it('skips plain text around JSON lines, with a count', async () => {
    const { outcome, records } = await readText(
      `These are the events we kept.\n\nnote: ${text(1)}\nEnd {of} notes.\n`,
    );
    expect(records).toHaveLength(1);
    expect(outcome.reason).toMatch(/^2 other values were passed over/);
  });

  it('leaves lists and lines of JSON to the reader of JSON', async () => {
    for (const content of [`[${text(1)}]`, `[\n${text(1)}\n]`, `${text(1)}\n${text(2)}\n`]) {
      const { outcome } = await readText(content);
      expect(outcome.container).toBe('single-record');
    }
  });

  it('refuses lines beyond the limit and goes on', async () => {
    const { outcome, records } = await readText(
      `host ${text(1)}\nhost ${'x'.repeat(9 * 1_048_576)}\nhost ${text(2)}\n`,
      65_536,
    );
    expect(records).toHaveLength(2);
    expect(outcome).toMatchObject({ status: 'partial', refusedRecords: 1 });
  });
});
