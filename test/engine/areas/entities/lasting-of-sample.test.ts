import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LastingLine } from '../../../../shared/contract/entities.ts';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { all, testEngine } from '../../../support/engine.ts';

const sample = fileURLToPath(new URL('../../../../../shared/samples/invictus-attack-2023', import.meta.url));

const time = (micros: number | undefined): string =>
  micros === undefined ? 'before' : new Date(micros / 1e3).toISOString().slice(11, 19);
const seconds = ({ from, to }: LastingLine): string =>
  from && to ? `${(to.micros - from.micros) / 1e6} s` : 'no end';
const told = (line: LastingLine): string =>
  `${time(line.from?.micros)} ${line.before} ${line.target.name} ${line.after}: ${seconds(line)}`
    .replace(/\s+/g, ' ')
    .replace(' :', ':');

describe('the attack of the sample', () => {
  beforeEach(({ skip }) => skip(!existsSync(sample), 'the samples are not beside the project'));

  it('tells what was opened, given, hidden and made, and for how long', async () => {
    const engine = testEngine();
    await engine.importAll(sample);
    const filter = onlyThis(everything, 'userIdentity.userName', 'bert-jan');
    const { lines, made, leftOut } = await engine.call('entities.lasting', {
      question: { ...all, filter },
      limit: 5_000,
    });
    const of = (group: LastingLine['group']): readonly string[] =>
      lines.filter((line) => line.group === group).map(told);
    expect(of('opened')).toEqual([
      '12:10:05 port 443 of sg-04cfb7a4712d75b00 to everyone: 121 s',
      '12:10:08 port 22 of sg-04cfb7a4712d75b00 to everyone: 109 s',
      '12:11:01 image ami-0aa1d83d0b0985c86 to 012345678901: 56 s',
      '12:11:28 snapshot snap-083d3b857c13988bc to 012345678912: 29 s',
      '12:22:06 DB snapshot exfiltration to 193672423079: 378 s',
      '12:22:41 bucket stratus-red-team-bdbp-lhfzvgcamn to 193672423079: 343 s',
      '12:24:11 role stratus-red-team-backdoor-r-role to 193672423079: 253 s',
      '12:25:40 function stratus-red-team-backdoor-f-func to everyone: 164 s',
      '12:27:13 trust anchor malicious-rolesanywhere-trust-anchor: 71 s',
    ]);
    expect(of('given')).toEqual(
      expect.arrayContaining([
        '12:23:06 password for stratus-red-team-nmfalu-gfjyeaypjt: 327 s',
        '12:24:10 AdministratorAccess to stratus-red-team-backdoor-r-role: 264 s',
        '12:24:29 access key AKIATFQR7NSC3ZO6PKAZ for stratus-red-team-backdoor-u-user: 235 s',
        '12:24:49 AdministratorAccess to malicious-iam-user: 215 s',
        '12:24:50 access key AKIATFQR7NSCQLA2F4OD for malicious-iam-user: 214 s',
        '12:25:04 password for stratus-red-team-login-profile-user: 200 s',
      ]),
    );
    expect(of('recording').slice(0, 3)).toEqual([
      '12:00:08 management events off on stratus-red-team-ctes-trail-qyxyekjbtk: 461 s',
      '12:00:35 logs of stratus-red-team-ctlr-bucket-zqfsvooxqj meant to expire after 1 day: 434 s',
      '12:02:26 flow log fl-064ed3a785e4a37ef deleted: no end',
    ]);
    // All of it stands on what the same key had made minutes before, and what failed is not among it.
    const recording = lines.filter(({ group }) => group === 'recording');
    expect(recording.map(({ madeBySameActor }) => madeBySameActor)).toEqual(recording.map(() => true));
    expect(of('recording').join()).not.toMatch(/stop-trail|aueolsaccp/);
    expect(of('other')).toContain(
      '12:26:56 code of function stratus-red-team-olc-func-xhfgzaowxc replaced: 88 s',
    );
    const left = made
      .filter(({ unended }) => unended > 0)
      .map(({ kind, lines: n, unended }) => [kind, n, unended]);
    expect(left).toEqual([
      ['parameter', 42, 2],
      ['secret', 20, 3],
      ['subnet', 10, 2],
      ['network', 7, 1],
      ['subnet group', 1, 1],
    ]);
    expect(leftOut).toEqual({ lines: 0, events: 0, isOthersCut: false });
  });
});
