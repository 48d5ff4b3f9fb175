import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { logFile } from '../../../support/records.ts';
import { insideQuiet } from '../../../support/stories/stratus.ts';
import type { TrailRecord } from '../../../support/stories/world.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';
import { inWords, standingOut } from './standing-out.ts';

const samples =
  process.env['TRAILGLASS_SAMPLES'] ??
  fileURLToPath(new URL('../../../../../shared/samples', import.meta.url));
const invictus = join(samples, 'invictus-attack-2023');
const stratus = join(samples, 'stratus-detonation-logs');

/** The workspace goes beside the evidence, so it is read from a copy. */
function copied(path: string): string {
  const to = join(tempFolder('trailglass-samples'), 'evidence');
  cpSync(path, to, { recursive: true });
  return to;
}

describe.skipIf(!existsSync(invictus))('invictus-attack-2023 (skipped where the sample is not there)', () => {
  it('stands out by what was done in it', async () => {
    const { lines, found, verdict, close } = await standingOut(copied(invictus));
    for (const line of lines) expect([line.id, await found(line)]).toEqual([line.id, line.count]);
    const words = lines.map(inWords);
    const said = await verdict();
    await close();
    expect(words[0]).toMatch(
      /^C Keys of instance i-0dbc91f429e48eeed were used from 192\.168\.10\.20 .*3\.225\.16\.109.* 2$/,
    );
    const line = (pattern: RegExp): string =>
      words.find((one) => pattern.test(one)) ?? `nothing like ${pattern.source}`;
    expect(line(/malicious-iam-user/)).toMatch(
      /^H bert-jan gave AdministratorAccess to .* and made an access key for it .*not used here.* 3$/,
    );
    expect(line(/to account 193672423079 \| taken back/)).toMatch(
      /database snapshot exfiltration and the bucket .*6 min 18 s and 5 min 43 s/,
    );
    expect(line(/changed who may enter/)).toMatch(/^H .*backdoor-r-role.*193672423079/);
    expect(line(/reduced recording 6 times/)).toMatch(
      /^M .*all on what the same caller had made here; \d+ further attempts failed: TrailNotFoundException \| 6$/,
    );
    expect(line(/replaced the code/)).toMatch(/replaced again after 88 s/);
    expect(line(/refused 29 times/)).toMatch(/^M .*GetPasswordData.* 29$/);
    expect(line(/read 42 parameters and 20 secrets/)).toMatch(/^L .*made by the same caller/);
    expect(line(/tried to leave the organization/)).toMatch(/and was refused/);
    expect(line(/by their letters/)).toMatch(/218007301253, where records say 123837392027/);
    expect(said).toMatch(
      /^One key of bert-jan, from 192\.168\.10\.20, between 11:5\d and 12:2\d,.* 1,146 events carry client names of stratus-red-team/,
    );
  });
});

/** What has to stand on one of the first three lines, by the file's name. */
const rules: Readonly<Record<string, string>> = {
  'credential-access.ec2-get-password-data': 'refused-in-bulk',
  'credential-access.secretsmanager-batch-retrieve-secrets': 'secrets-read-in-bulk',
  'credential-access.ssm-retrieve-securestring-parameters': 'secrets-read-in-bulk',
  'defense-evasion.cloudtrail-event-selectors': 'trail-narrowed',
  'defense-evasion.dns-delete-logs': 'dns-query-logs-deleted',
  'defense-evasion.vpc-remove-flow-logs': 'flow-logs-deleted',
  'execution.ec2-launch-unusual-instances': 'costly-machines',
  'execution.ssm-send-command': 'command-sent',
  'exfiltration.ec2-security-group-open-port-22-ingress': 'security-group-opened',
  'exfiltration.ec2-share-ebs-snapshot': 'snapshot-shared',
  'impact.bedrock-invoke-model': 'models-opened',
  'lateral-movement.ec2-instance-connect': 'instance-key-pushed',
  'persistence.iam-backdoor-role': 'trust-changed',
  'persistence.iam-create-admin-user': 'policy-attached',
  'persistence.iam-create-user-login-profile': 'login-profile-created',
  'persistence.lambda-layer-extension': 'function-layer-added',
  'persistence.rolesanywhere-create-trust-anchor': 'trust-anchor-created',
  'privilege-escalation.iam-update-user-login-profile': 'login-profile-changed',
};

describe.skipIf(!existsSync(stratus))(
  'stratus-detonation-logs (skipped where the sample is not there)',
  () => {
    it('stand out on one of the first three lines, with other names inside 10,000 quiet events', async () => {
      const table: string[] = [];
      const files = readdirSync(stratus).filter((name) => name.endsWith('.json'));
      for (const [seed, file] of files.entries()) {
        const technique = file.replace(/^aws\.|\.json$/g, '');
        const read = JSON.parse(readFileSync(join(stratus, file), 'utf8')) as
          TrailRecord[] | { Records: TrailRecord[] };
        const records = insideQuiet(Array.isArray(read) ? read : read.Records, seed + 1, 10_000);
        const { lines, close } = await standingOut(
          writeFiles(tempFolder('trailglass-stratus'), { 'log.json.gz': logFile(records) }),
        );
        await close();
        const at = lines.findIndex(({ rule }) => rule === rules[technique]);
        table.push(`${technique}: ${rules[technique] ?? 'no rule'} on line ${at + 1}`);
        expect([technique, at >= 0 && at < 3]).toEqual([technique, true]);
      }
      console.log(table.join('\n'));
      expect(table).toHaveLength(Object.keys(rules).length);
    });
  },
);
