import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileEnd } from '../../../electron/engine/ingest/read/read-source.ts';
import { memorySource } from '../../../electron/engine/ingest/bytes/read-file.ts';
import { readSource } from '../../../electron/engine/ingest/read/read-source.ts';

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

describe('values in the cases of tables and vendors', () => {
  beforeEach(({ skip }) => skip(!existsSync(cases), 'the cases are not beside the project'));

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
