import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { addressInWords } from '../../../shared/cloudtrail/address-words.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp.ts';

const samples = fileURLToPath(new URL('../../../../shared/samples', import.meta.url));

/** The workspace goes beside the evidence, so it is read from a copy. */
function copied(name: string): string {
  const to = join(tempFolder('trailglass-samples'), 'evidence');
  cpSync(join(samples, name), to, { recursive: true });
  return to;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const digestOf = (paths: readonly string[]): string[] =>
  paths.map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);

async function rows(engine: TestEngine): Promise<LedgerRow[]> {
  return (await engine.call('ledger.list', { status: null, offset: 0, limit: 2_000 })).rows;
}

async function facet(engine: TestEngine, field: string): Promise<Map<string | null, number>> {
  const facets = [{ field, limit: 1_000, order: 'most' as const, search: '' }];
  const [found] = await engine.call('facets.list', { question: all, facets });
  return new Map(found?.values.map(({ value, count }) => [value, count]));
}

const count = (engine: TestEngine, filter: object): Promise<number> =>
  engine
    .call('events.count', { question: { ...all, filter: filter as typeof all.filter } })
    .then(({ total }) => total);

describe('real archives', () => {
  beforeEach(({ skip }) => skip(!existsSync(samples), 'the sample data is not beside the project'));

  it('invictus-attack-2023: 55 files, 2,900 events, 300 of them failed, one Region', async () => {
    const engine = testEngine();
    const job = await engine.importAll(copied('invictus-attack-2023'));
    expect(job.state).toBe('done');
    expect((await rows(engine)).filter(({ status }) => status === 'accepted')).toHaveLength(55);
    const question = { question: all };
    expect((await engine.call('events.count', question)).total).toBe(2_900);
    expect(await count(engine, { kind: 'field', field: 'errorCode', test: { op: 'exists' } })).toBe(300);
    expect([...(await facet(engine, 'awsRegion'))]).toEqual([['us-east-1', 2_900]]);
    expect([...(await facet(engine, 'recipientAccountId'))]).toEqual([['123837392027', 2_900]]);
    expect(await facet(engine, 'result')).toEqual(
      new Map([
        ['done', 2_600],
        ['failed', 138],
        ['throttled', 102],
        ['refused', 60],
      ]),
    );
    expect(await facet(engine, 'consequence')).toEqual(
      new Map([
        ['other', 2_082],
        ['change', 574],
        ['secret', 244],
      ]),
    );
    const onlyConsequence = { ...all, scope: { ...all.scope, onlyConsequence: true } };
    expect((await engine.call('events.count', { question: onlyConsequence })).total).toBe(818);
    const lanes = await engine.call('timeline.lanes', {
      question: all,
      view: null,
      maxBins: 24,
      field: 'consequence',
      offset: 0,
      limit: 3,
    });
    const failedOf = (value: string): number =>
      lanes?.lanes.find((lane) => lane.value === value)?.failed.reduce((sum, one) => sum + one, 0) ?? 0;
    expect(failedOf('change') + failedOf('secret')).toBe(151);
    expect(failedOf('other')).toBe(149);
    const { hides } = await engine.call('places.scope', question);
    expect(hides.withoutConsequence).toBe(2_082);
    const inventory = await engine.call('workspace.current', {});
    expect(inventory?.events).toBe(2_900);
    const matrix = await engine.call('places.matrix', { question: all, stripBins: 1 });
    expect(JSON.stringify(matrix)).toContain('218007301253');
  });

  it('umccr-event-versions: events of every version from 1.0 to 1.11 are there', async () => {
    const engine = testEngine();
    await engine.importAll(copied('umccr-event-versions'));
    const versions = await facet(engine, 'eventVersion');
    for (let minor = 0; minor <= 11; minor += 1)
      expect(
        versions.get(`1.${String(minor).padStart(2, '0')}`) ?? versions.get(`1.${String(minor)}`),
        `1.${String(minor)}`,
      ).toBeGreaterThan(0);
    const { records, events, duplicates, aggregated, refused } = await engine.call('ledger.summary', {});
    expect(records).toBe(206);
    expect(events + duplicates + aggregated + refused).toBe(records);
  });

  it('all of them at once: the import ends, every file is in the ledger with a reason, and none was changed', async () => {
    const folder = copied('.');
    const files = filesIn(folder);
    const before = digestOf(files);
    const engine = testEngine();
    const job = await engine.importAll(folder);
    expect(job.state).toBe('done');
    const ledger = await rows(engine);
    const told = new Set(ledger.map(({ path }) => path));
    expect(files.filter((path) => !told.has(path))).toEqual([]);
    for (const row of ledger) {
      if (row.status !== 'accepted') expect(row.reason, row.path).toMatch(/\w{3}/);
      expect(row.records, row.path).toBeGreaterThanOrEqual(row.events);
    }
    const { records, events, duplicates, aggregated, refused } = await engine.call('ledger.summary', {});
    expect(events + duplicates + aggregated + refused).toBe(records);
    expect(records).toBeGreaterThanOrEqual(2_900 + 206);
    expect((await engine.call('events.count', { question: all })).total).toBe(events);
    expect(digestOf(files)).toEqual(before);
    expect(filesIn(folder).length).toBe(files.length);
    expect(statSync(`${folder}.trailglass`).isDirectory()).toBe(true);
  });
});

describe('addresses of the attack of 2023', () => {
  beforeEach(({ skip }) =>
    skip(!existsSync(join(samples, 'invictus-attack-2023')), 'the samples are not beside the project'),
  );

  it('tells that 3.225.16.109 is the address of a NAT gateway, since when, and from which call', async () => {
    const engine = testEngine();
    await engine.importAll(copied('invictus-attack-2023'));
    const at = (time: string): number => Date.parse(`2023-07-10T${time}Z`) * 1_000;
    const known = await engine.call('names.address', { address: '3.225.16.109' });
    expect(known.map(({ kind, owner, source, since }) => [kind, owner, source, since])).toEqual([
      ['other', null, null, null],
      ['own', 'Elastic IP', 'AllocateAddress', at('11:55:08')],
      ['own', 'Elastic IP of NAT gateway nat-03575abbac42080d9', 'CreateNatGateway', at('11:55:14')],
      ['own', 'Elastic IP', 'DeleteNatGateway', at('12:08:07')],
      ['other', null, null, at('12:12:06')],
    ]);
    const sentence = addressInWords(known[2]!, (micros) => new Date(micros / 1_000).toISOString());
    expect(sentence).toBe(
      'Elastic IP of NAT gateway nat-03575abbac42080d9 since 2023-07-10T11:55:14.000Z until 2023-07-10T12:08:07.000Z, learned from CreateNatGateway.',
    );
  });
});
