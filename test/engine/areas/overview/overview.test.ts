import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { unanswered } from '../../../../electron/engine/ask/question.ts';
import {
  registerStatements,
  type StatementSource,
} from '../../../../electron/engine/ask/statement-sources.ts';
import { standOutSource } from '../../../../electron/engine/areas/overview/stand-out/stand-out.ts';
import { is, isAmong } from '../../../../shared/cloudtrail/conditions.ts';
import { evidenceOf } from '../../../../shared/cloudtrail/evidence-of.ts';
import { wholeScope } from '../../../../shared/contract/common.ts';
import type { ExpectedActor } from '../../../../shared/contract/overview.ts';
import type { Statement } from '../../../../shared/contract/statement.ts';
import { testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const at = (n: number): number => Date.UTC(2025, 2, 3, 10) * 1e3 + n * 1e6;
const maya = 'arn:aws:iam::111122223333:user/maya';
const omar = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::111122223333:user/omar',
  accountId: '111122223333',
  userName: 'omar',
};
const omarArn = omar.arn;
/** Two of a service, one write refused, one done by another, one data event, and reads. */
const records = [
  record(0, { eventName: 'DeleteTrail', readOnly: false, errorCode: 'AccessDenied', errorMessage: 'no' }),
  record(1, { eventName: 'CreateUser', readOnly: false, userIdentity: omar, awsRegion: 'us-east-1' }),
  record(2, { eventCategory: 'Data', eventName: 'GetObject' }),
  record(3, { userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } }),
  record(4, { userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } }),
  record(5, { sourceIPAddress: '198.51.100.8', recipientAccountId: '444455556666' }),
  record(6, { sourceIPAddress: 'cloudformation.amazonaws.com', eventCategory: undefined }),
  record(7, { errorCode: 'ThrottlingException', errorMessage: 'slow' }),
];

const statement = (changes: Partial<Statement>): Statement => ({
  id: 'one',
  rule: 'test',
  version: 1,
  severity: 'M',
  outcome: 'done',
  grade: 'recorded',
  otherExplanation: null,
  subject: 'Persistence',
  says: [{ value: omarArn, field: 'principal' }, { text: ' made a user' }],
  detail: [],
  theirs: [],
  count: 1,
  evidence: { filter: is('eventName', 'CreateUser') },
  spans: [{ fromMicros: at(1), toMicros: at(2) }],
  notKnown: [],
  ...changes,
});

/** Makes sources known for the length of a test. */
function withSources(...sources: readonly StatementSource[]): void {
  for (const source of sources) onTestFinished(registerStatements(source));
}
const saying = (name: string, ...statements: readonly Statement[]): StatementSource => ({
  name,
  statements: () => Promise.resolve(statements),
});

const actor: ExpectedActor = {
  id: 'a',
  kind: 'pipeline',
  name: 'Deployment',
  principal: omarArn,
  address: null,
  client: null,
  range: null,
  saidBy: 'Ada of the platform team',
};

let engine: TestEngine;
beforeEach(async () => {
  engine = testEngine();
  // Only the sources of each test.
  registerStatements(standOutSource)();
  await engine.importAll(
    writeFiles(tempFolder(), { 'a.json.gz': logFile(records), 'notes.txt': 'just a text' }),
  );
});
const standsOut = () => engine.call('overview.standsOut', {});

describe('what is here', () => {
  it('is counted from the records, the same before and after the sums are made', async () => {
    const early = await engine.call('overview.archive', {});
    await engine.engine.whenCovered();
    // What was kept goes with closing: the answer below comes from the sums.
    const { path } = (await engine.call('workspace.current', {}))!;
    await engine.call('workspace.close', {});
    await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
    await engine.engine.whenCovered();
    expect(await engine.call('overview.archive', {})).toEqual(early);
    expect(early).toEqual({
      span: { fromMicros: at(0), toMicros: at(8) },
      events: 8,
      writes: 1,
      failed: 2,
      refused: 1,
      serviceCalls: 2,
      withoutConsequence: 6,
      accounts: [
        { value: '111122223333', events: 7 },
        { value: '444455556666', events: 1 },
      ],
      accountsInAll: 2,
      regions: [
        { value: 'eu-west-1', events: 7 },
        { value: 'us-east-1', events: 1 },
      ],
      regionsInAll: 2,
      categories: [
        { value: 'Management', events: 6 },
        { value: 'Data', events: 1 },
        { value: null, events: 1 },
      ],
      files: { all: 2, logs: 1, refused: 0, partial: 0, digests: 0 },
      who: [
        { principal: maya, events: 5, writes: 0, addresses: 2 },
        { principal: omarArn, events: 1, writes: 1, addresses: 1 },
      ],
    });
  });

  it('lists places up to a number, counts the rest, and follows an import', async () => {
    const { folder } = engine;
    const many = testEngine(join(folder, 'more'));
    await many.importAll(
      writeFiles(join(folder, 'many'), {
        'a.json.gz': logFile(records),
        'b.json.gz': logFile(
          Array.from({ length: 300 }, (_, n) => record(n + 100, { awsRegion: `r-${n % 20}` })),
        ),
      }),
    );
    const early = await many.call('overview.archive', {});
    await many.engine.whenCovered();
    const { jobId } = await many.call('ingest.start', {
      grants: [many.grant(writeFiles(join(folder, 'last'), { 'c.json.gz': logFile([record(999)]) }))],
    });
    await many.finished(jobId);
    await many.engine.whenCovered();
    const late = await many.call('overview.archive', {});
    expect(late.events).toBe(early.events + 1);
    expect(late.regionsInAll).toBe(22);
    expect(late.regions).toHaveLength(12);
    expect(late.withoutConsequence).toBe(early.withoutConsequence + 1);
  });
});

describe('what stands out', () => {
  it('says that nothing was looked for while no source is known', async () => {
    expect(await standsOut()).toMatchObject({ verdict: null, lines: [], more: 0, sources: [] });
  });

  it('has the lines of all sources, the gravest first, then by time, each once', async () => {
    const early = { spans: [{ fromMicros: at(0), toMicros: at(1) }] };
    withSources(
      saying('first', statement({ id: 'm2' }), statement({ id: 'i', severity: 'I' })),
      saying(
        'second',
        statement({ id: 'm1', ...early }),
        statement({ id: 'c', severity: 'C', spans: [] }),
        statement({ id: 'm2', severity: 'L' }),
      ),
    );
    const { lines, sources } = await standsOut();
    expect(lines.map((line) => line.statement.id)).toEqual(['c', 'm1', 'm2', 'i']);
    expect(sources).toEqual(['first', 'second']);
  });

  it('lists no more than a person reads, and counts the rest', async () => {
    withSources(
      saying(
        'many',
        ...Array.from({ length: 512 }, (_, n) => statement({ id: `n${String(n).padStart(3, '0')}` })),
      ),
    );
    const { lines, more } = await standsOut();
    expect([lines.length, more]).toEqual([500, 12]);
  });

  it('takes the verdict of the first source that sums up, made from the lines and the archive', async () => {
    withSources(saying('silent', statement({})), {
      ...saying('summing'),
      verdict: (_local, lines, { events }) =>
        Promise.resolve([{ text: `${lines.length} line of ${events} events` }]),
    });
    expect((await standsOut()).verdict).toEqual([{ text: '1 line of 8 events' }]);
  });

  it('asks the sources once while the evidence stays as it is, and again after an import', async () => {
    let asked = 0;
    withSources({ name: 'counting', statements: () => Promise.resolve((asked++, [])) });
    await engine.engine.whenCovered();
    await standsOut();
    await standsOut();
    expect(asked).toBe(1);
    const { jobId } = await engine.call('ingest.start', {
      grants: [engine.grant(writeFiles(tempFolder(), { 'b.json.gz': logFile([record(50)]) }))],
    });
    await engine.finished(jobId);
    await engine.engine.whenCovered();
    await standsOut();
    expect(asked).toBe(2);
  });

  it('gives sources reads that end with the call', async () => {
    withSources({
      name: 'reading',
      statements: async ({ counts }, signal) => {
        const question = { scope: wholeScope, filter: is('eventName', 'CreateUser') };
        const count = await counts.total(unanswered(question), signal);
        return [statement({ count })];
      },
    });
    expect((await standsOut()).lines[0]?.statement.count).toBe(1);
  });
});

describe('a dismissal', () => {
  it('says who, when and why, stays through closing, and can be taken back', async () => {
    withSources(saying('one', statement({})));
    await engine.call('overview.dismiss', { id: 'one', reason: ' a drill ' });
    const dismissed = (await standsOut()).lines[0]?.dismissed;
    expect(dismissed).toMatchObject({ reason: 'a drill' });
    expect(Date.parse(dismissed?.at ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(dismissed?.by).not.toBe('');

    const { path } = (await engine.call('workspace.current', {}))!;
    await engine.call('workspace.close', {});
    expect(readFileSync(join(path, 'work.jsonl'), 'utf8')).toContain('"kind":"dismissal"');
    await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
    expect((await standsOut()).lines[0]?.dismissed).toEqual(dismissed);

    await engine.call('overview.dismiss', { id: 'one', reason: null });
    expect((await standsOut()).lines[0]?.dismissed).toBeNull();
  });

  it('needs a reason, and a workspace that may be changed', async () => {
    await expect(engine.call('overview.dismiss', { id: 'one', reason: '  ' })).rejects.toMatchObject({
      code: 'bad-params',
    });
    const { path } = (await engine.call('workspace.current', {}))!;
    await engine.call('workspace.close', {});
    await engine.engine.openWorkspaceAt({ path, lock: 'read-only' });
    await expect(engine.call('overview.dismiss', { id: 'one', reason: 'x' })).rejects.toMatchObject({
      code: 'workspace-locked',
    });
    await expect(engine.call('overview.expect', { actor, isRemoved: false })).rejects.toMatchObject({
      code: 'workspace-locked',
    });
  });
});

describe('an expected actor', () => {
  const mixed = statement({
    id: 'both',
    evidence: { filter: isAmong('eventName', ['CreateUser', 'GetObject']) },
  });
  const named = statement({
    id: 'named',
    evidence: { events: [`111122223333/${String(records[1]!['eventID'])}`] },
  });

  it('is kept, changed and removed', async () => {
    const actors = async () => (await engine.call('overview.expectedActors', {})).actors;
    await engine.call('overview.expect', { actor, isRemoved: false });
    await engine.call('overview.expect', {
      actor: { ...actor, id: 'b', name: 'A scanner' },
      isRemoved: false,
    });
    await engine.call('overview.expect', { actor: { ...actor, kind: 'test' }, isRemoved: false });
    expect((await actors()).map(({ id, kind }) => [id, kind])).toEqual([
      ['b', 'pipeline'],
      ['a', 'test'],
    ]);
    await engine.call('overview.expect', { actor, isRemoved: true });
    expect((await actors()).map(({ id }) => id)).toEqual(['b']);
  });

  it('marks lines of which every event is theirs, and hides none', async () => {
    withSources(saying('one', statement({}), mixed, named));
    await engine.call('overview.expect', { actor, isRemoved: false });
    const marks = async () =>
      Object.fromEntries((await standsOut()).lines.map((line) => [line.statement.id, line.expected]));
    expect(await marks()).toEqual({ one: ['a'], both: [], named: ['a'] });
    await engine.call('overview.expect', { actor, isRemoved: true });
    expect(await marks()).toEqual({ one: [], both: [], named: [] });
  });

  it.each<[string, Partial<ExpectedActor>, boolean]>([
    ['an address', { principal: null, address: '198.51.100.7' }, true],
    ['a block of addresses', { principal: null, address: '198.51.100.0/24' }, true],
    ['another block', { principal: null, address: '203.0.113.0/24' }, false],
    ['a client', { principal: null, client: 'aws-cli/*' }, true],
    ['another client', { principal: null, client: 'aws-cli' }, false],
    ['all of it', { address: '198.51.100.7', client: 'aws-cli/2.15.0' }, true],
    ['not all of it', { address: '198.51.100.8' }, false],
    ['its time', { range: { fromMicros: at(1), toMicros: at(2) } }, true],
    ['another time', { range: { fromMicros: at(2), toMicros: at(9) } }, false],
  ])('matches by %s', async (_name, changes, isTheirs) => {
    withSources(saying('one', statement({})));
    await engine.call('overview.expect', { actor: { ...actor, ...changes }, isRemoved: false });
    expect((await standsOut()).lines[0]?.expected).toEqual(isTheirs ? ['a'] : []);
  });

  it('is told by something', async () => {
    const nobody = { ...actor, principal: null };
    await expect(engine.call('overview.expect', { actor: nobody, isRemoved: false })).rejects.toMatchObject({
      code: 'bad-params',
    });
  });
});

it('events named by account and ID are found by one filter, and by none other', async () => {
  const key = (n: number): string =>
    `${String(records[n]!['recipientAccountId'])}/${String(records[n]!['eventID'])}`;
  const total = async (...keys: readonly string[]): Promise<number> =>
    (
      await engine.call('events.count', {
        question: { scope: wholeScope, filter: evidenceOf({ evidence: { events: [...keys] } }) },
      })
    ).total;
  expect(await total(key(0), key(5))).toBe(2);
  expect(await total(`999900001111/${String(records[0]!['eventID'])}`)).toBe(0);
  expect(await total()).toBe(0);
});
