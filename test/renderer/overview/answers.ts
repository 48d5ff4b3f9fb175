import type {
  ArchiveAtAGlance,
  ExpectedActor,
  OverviewLine,
  StandsOut,
} from '../../../shared/contract/overview.ts';
import type { Statement } from '../../../shared/contract/statement.ts';
import { is } from '../../../shared/cloudtrail/conditions.ts';
import { recordedCategories } from '../../../shared/cloudtrail/recorded.ts';
import type { WhatWasRecorded } from '../../../shared/contract/coverage.ts';

const start = Date.UTC(2025, 2, 3, 11, 42) * 1e3;
const minute = 60e6;
const span = (from: number, to = from + 0.1) => ({
  fromMicros: start + from * minute,
  toMicros: start + to * minute,
});
export const maya = 'arn:aws:iam::111122223333:user/maya';

const statement = (changes: Partial<Statement> = {}): Statement => ({
  id: 'made-admin',
  rule: 'user-made-administrator',
  version: 2,
  severity: 'H',
  outcome: 'done',
  grade: 'recorded',
  otherExplanation: null,
  subject: 'Persistence',
  says: [
    { value: maya, field: 'principal' },
    { text: ' gave ' },
    { value: 'night-shift', field: null },
    { text: ' AdministratorAccess and made it an access key' },
  ],
  detail: [{ text: 'key not used here; deleted 3 min 34 s later' }],
  theirs: ['Persistence:IAMUser/AnomalousBehavior'],
  count: 3,
  evidence: { filter: is('eventName', 'AttachUserPolicy') },
  spans: [span(42)],
  notKnown: ['Whether the key was copied before it was deleted.'],
  ...changes,
});

const line = (changes: Partial<Statement> = {}, rest: Partial<OverviewLine> = {}): OverviewLine => ({
  statement: statement(changes),
  dismissed: null,
  expected: [],
  ...rest,
});

export const archive: ArchiveAtAGlance = {
  span: span(0, 56),
  events: 2_900,
  writes: 423,
  failed: 300,
  refused: 60,
  serviceCalls: 88,
  withoutConsequence: 2_082,
  accounts: [{ value: '111122223333', events: 2_900 }],
  accountsInAll: 1,
  regions: [
    { value: 'us-east-1', events: 2_000 },
    { value: 'eu-west-1', events: 600 },
    { value: 'eu-central-1', events: 200 },
    { value: 'ap-south-1', events: 100 },
  ],
  regionsInAll: 17,
  categories: [{ value: 'Management', events: 2_900 }],
  files: { all: 57, logs: 55, refused: 0, partial: 1, digests: 0 },
  who: [
    { principal: maya, events: 2_642, writes: 508, addresses: 6 },
    {
      principal: 'arn:aws:iam::111122223333:role/a-role-with-quite-a-long-name-for-such-a-column',
      events: 29,
      writes: 0,
      addresses: 1,
    },
  ],
};

export const actor: ExpectedActor = {
  id: 'scan',
  kind: 'scanner',
  name: 'Nightly scan',
  principal: null,
  address: '198.51.100.0/24',
  client: null,
  range: span(0, 30),
  saidBy: 'Ada of operations',
};

/** Lines of every severity, grade and outcome. */
export const standsOut: StandsOut = {
  verdict: [{ text: 'One key of ' }, { value: maya, field: 'principal' }, { text: ' did nearly all of it.' }],
  lines: [
    line({
      id: 'stolen',
      severity: 'C',
      grade: 'inferred',
      otherExplanation: 'The instance may have been reached through another network.',
      subject: 'Credential theft',
      says: [
        { text: 'Keys of instance ' },
        { value: 'i-0dbc91f429e48eeed', field: null },
        { text: ' were used from ' },
        { value: '192.0.2.10', field: 'sourceIPAddress' },
      ],
      count: 2,
      spans: [span(15)],
    }),
    line(),
    line(
      {
        id: 'refused',
        severity: 'M',
        outcome: 'refused',
        subject: 'Credential access',
        says: [{ text: 'Password data was asked for 29 times and refused' }],
        detail: [],
        count: 29,
        spans: [span(12), span(30)],
        notKnown: [],
      },
      { expected: ['scan'] },
    ),
    line(
      {
        id: 'seen',
        severity: 'L',
        grade: 'not-recorded',
        subject: 'First seen',
        count: 1_146,
        spans: [span(10, 45)],
      },
      { dismissed: { reason: 'a drill', by: 'ada', at: '2025-05-01T10:00:00.000Z' } },
    ),
  ],
  more: 0,
  sources: ['Persistence'],
  learned: span(0, 56),
  isPartial: false,
};

/** Management reads in all of the time, and log files without anything else. */
export const recorded: WhatWasRecorded = {
  ...span(0, 56),
  binMicros: 2 * minute,
  unstated: 0,
  aggregated: 0,
  categories: recordedCategories.map((category) => {
    const isHere = category === 'management-reads';
    return {
      category,
      events: isHere ? 2_326 : 0,
      counts: Array.from({ length: 28 }, () => (isHere ? 83 : 0)),
      stretches: [{ state: isHere ? 'events' : 'no-event', fromBar: 0, toBar: 28 }],
      word: isHere ? 'events' : 'none-here',
    };
  }),
};
