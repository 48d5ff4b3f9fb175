import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileEnd } from '../../../electron/engine/ingest/read-source.ts';
import { memorySource } from '../../../electron/engine/ingest/read-file.ts';
import { readSource } from '../../../electron/engine/ingest/read-source.ts';

const cases = fileURLToPath(new URL('../../../../shared/cases', import.meta.url));

interface Read {
  readonly end: FileEnd;
  readonly records: readonly Record<string, unknown>[];
}

async function read(path: string): Promise<Read> {
  const records: Record<string, unknown>[] = [];
  const ends: FileEnd[] = [];
  await readSource(memorySource(Buffer.from(readFileSync(path))), 0, {
    isQuick: false,
    nextFileId: () => 1,
    isNew: () => true,
    emit: () => (part) => {
      part.positions.forEach((_, at) => {
        const text = Buffer.from(part.bytes.subarray(part.spans[at * 2], part.spans[at * 2 + 1]));
        records.push(JSON.parse(text.toString()) as Record<string, unknown>);
      });
    },
    ended: (end) => ends.push(end),
  });
  return { end: ends[0]!, records };
}

async function folder(name: string): Promise<ReadonlyMap<string, Read>> {
  const found = new Map<string, Read>();
  for (const file of readdirSync(join(cases, name)).sort())
    found.set(file, await read(join(cases, name, file)));
  return found;
}

const counts = (files: ReadonlyMap<string, Read>): Record<string, number> =>
  Object.fromEntries([...files].map(([name, { records }]) => [name, records.length]));

describe('cases of tables and vendors', () => {
  beforeEach(({ skip }) => skip(!existsSync(cases), 'the cases are not beside the project'));

  const right: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
    ['04-insights', { 'log.json': 4 }],
    ['21-elastic', { 'assumed-role.ndjson': 2, 'digest-and-insight.ndjson': 1 }],
    [
      '22-sentinel',
      { 'api.json': 1, 'azcli-table.json': 1, 'export.json': 1, 'la-export.json': 1, 'query_data.csv': 1 },
    ],
    [
      '23-lookup',
      {
        'json.json': 1,
        'query-events-only.json': 1,
        'query-summary.json': 0,
        'query-text-events.txt': 3,
        'table.txt': 1,
        'text.txt': 1,
        'yaml-folded.yaml': 1,
        'yaml.yaml': 1,
      },
    ],
    [
      '25-cwl-console',
      {
        'clipboard.md': 2,
        'get-log-record.json': 1,
        'log-events-viewer-result.csv': 2,
        'logs-insights-results.json': 2,
        'tail-json.txt': 2,
      },
    ],
    [
      '27-warehouse',
      {
        'athena-get-query-results.json': 1,
        'athena-unload.json': 2,
        'clickhouse.jsonl': 1,
        'dynamodb.json': 1,
        'fivetran.csv': 1,
        'mongo.json': 1,
        'snowflake.csv': 1,
        'steampipe-lookup.csv': 1,
        'steampipe.json': 1,
        'tailpipe.jsonl': 2,
      },
    ],
    [
      '30-event-history',
      {
        'bom-semicolon.csv': 1,
        'excel-account.csv': 2,
        'excel-unicode.txt': 1,
        'german.csv': 0,
        'japanese.csv': 0,
        'old-console.csv': 1,
        'plain.csv': 1,
        'ui-time.csv': 3,
      },
    ],
    ['37-truncated', { 'cwl.txt': 2, 'lines.jsonl': 2, 'omitted.json': 1, 'splunk.json': 1 }],
    [
      '39-splunk',
      {
        'array.json': 1,
        'fields.json': 1,
        'raw-last.csv': 1,
        'raw.csv': 1,
        'results.json': 1,
        'rows.json': 1,
        'xml.xml': 1,
      },
    ],
    ['41-csv-json', { 'athena-lower-json.csv': 1, 'kibana-source.csv': 1, 'message.csv': 1, 'sumo.csv': 1 }],
    ['47-resources', { 'log.json': 6 }],
    [
      '50-parquet',
      {
        'camel.parquet': 1,
        'glue.parquet': 1,
        'own-export.parquet': 9,
        'raw-json.parquet': 1,
        'tailpipe.parquet': 1,
      },
    ],
    ['54-lake', { 'alias.csv': 1, 'athena-doc.csv': 1, 'counts.csv': 0, 'dash.csv': 1, 'lake.csv': 1 }],
  ];
  it.each(right)('%s gives the records it holds', async (name, expected) => {
    const files = await folder(name);
    expect(counts(files)).toEqual(expected);
    for (const { end } of files.values()) expect(end.refusedRecords).toBe(0);
  });

  it('21-elastic invents no name and no id for a session', async () => {
    const [event] = (await folder('21-elastic')).get('assumed-role.ndjson')!.records;
    expect(event).toMatchObject({
      vpcEndpointAccountId: '111122223333',
      tlsDetails: { cipherSuite: 'ECDHE', clientProvidedHostHeader: 's3.amazonaws.com' },
      userIdentity: {
        accountId: '444455556666',
        credentialId: 'c-1',
        inScopeOf: { sourceArn: 'arn:x' },
        onBehalfOf: { userId: 'u-1' },
        sessionContext: { sourceIdentity: 'kim' },
      },
    });
    expect(event!['userIdentity']).not.toHaveProperty('userName');
    expect(event!['userIdentity']).not.toHaveProperty('principalId');
  });

  it('23-lookup keeps what a quoted or folded text says', async () => {
    const files = await folder('23-lookup');
    for (const name of ['yaml.yaml', 'yaml-folded.yaml']) {
      expect(files.get(name)!.records[0]!['userAgent']).toMatch(/^it's a long agent x x x/);
    }
  });

  it('30-event-history reads early and on-screen forms of time', async () => {
    const files = await folder('30-event-history');
    const times = (name: string): readonly unknown[] =>
      files.get(name)!.records.map((one) => one['eventTime']);
    expect(times('old-console.csv')).toEqual(['2016-03-03T10:00:00Z']);
    expect(times('ui-time.csv')).toEqual([
      '2025-03-03T09:00:00Z',
      '2025-03-03T10:00:00Z',
      '2025-03-03T10:00:00Z',
    ]);
  });

  it('54-lake takes a dash for no value', async () => {
    const [dash] = (await folder('54-lake')).get('dash.csv')!.records;
    expect(dash).not.toHaveProperty('errorCode');
  });
});
