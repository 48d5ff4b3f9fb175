import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const names = ['event_time', 'event_name', 'event_source', 'event_id'];
const cells = (n: number): readonly string[] => [
  '2025-03-03T10:00:00Z',
  'CreateUser',
  'iam.amazonaws.com',
  `e-${n}`,
];
const rows = [cells(1), cells(2)];
const named = names.map((name) => ({ name, type: 'string' }));

describe('results that name their columns once', () => {
  const shapes: readonly (readonly [string, unknown])[] = [
    ['Azure Monitor', { tables: [{ name: 'PrimaryResult', columns: named, rows }] }],
    ['Splunk', { preview: false, fields: names, rows }],
    [
      'Splunk, by column',
      { preview: false, fields: names, columns: names.map((_, n) => rows.map((row) => row[n])) },
    ],
    ['Trino', { id: 'q', columns: named, data: rows }],
    ['ClickHouse', { meta: named, data: rows, rows: 2 }],
    ['Elasticsearch', { columns: named, values: rows }],
    ['OpenSearch', { schema: named, datarows: rows, total: 2 }],
    ['Snowflake', { resultSetMetaData: { rowType: named }, data: rows }],
    ['Databricks', { manifest: { schema: { columns: named } }, result: { data_array: rows } }],
    ['BigQuery', { schema: { fields: named }, rows: rows.map((row) => ({ f: row.map((v) => ({ v })) })) }],
    ['pandas', { columns: names, index: [0, 1], data: rows }],
  ];
  it.each(shapes)('are read row by row: %s', async (_product, value) => {
    for (const space of [0, 2]) {
      const { outcome, records } = await readText(JSON.stringify(value, null, space));
      expect(outcome).toMatchObject({ status: 'accepted', records: 2 });
      expect(records.map(({ value: one, quality }) => [one, quality])).toEqual(
        [1, 2].map((n) => [
          {
            eventTime: '2025-03-03T10:00:00Z',
            eventName: 'CreateUser',
            eventSource: 'iam.amazonaws.com',
            eventID: `e-${n}`,
          },
          'partial',
        ]),
      );
    }
  });

  it('keep the row as it stands in the evidence, with its place', async () => {
    const content = JSON.stringify({ columns: named, rows }, null, 1);
    const { records } = await readText(content);
    for (const { position, exact } of records) {
      expect(Buffer.from(content).subarray(position, position + exact!.length)).toEqual(exact);
    }
    expect(records[1]!.exact!.toString()).toMatch(/^\[\s*"2025-03-03T10:00:00Z"[^[]*"e-2"\s*\]$/);
  });

  it('give whole records that stand in a cell', async () => {
    const content = JSON.stringify({ columns: ['id', 'raw'], rows: [['1', JSON.stringify(record(1))]] });
    const { records } = await readText(content);
    expect(records.map(({ json, quality }) => [json, quality])).toEqual([
      [JSON.stringify(record(1)), 'complete'],
    ]);
  });

  it('that are counts are no events', async () => {
    const content = JSON.stringify({ columns: ['event_name', 'n'], rows: [['CreateUser', 4]] });
    expect((await readText(content)).outcome).toMatchObject({ status: 'skipped', records: 0 });
  });
});
