import { SERVICES, type Call, type Service } from './catalogue.ts';
import type { Prng } from './prng.ts';
import { createWheel, parseWeights, type Wheel } from './wheel.ts';

/** What a caller spends its day with. */
export type ProfileName =
  'engineer' | 'analyst' | 'pipeline' | 'workload' | 'monitor' | 'linked' | 'service' | 'outside';

interface Profile {
  readonly services: string;
  /** Share of changing calls among control-plane calls. */
  readonly writeShare: number;
  /** Share of data-plane calls in services that have them. */
  readonly dataShare: number;
}

const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  engineer: {
    services: `ec2:24 s3:12 iam:10 lambda:8 cloudwatch:8 logs:8 rds:6 kms:3 cloudformation:6 ecs:6 ssm:4 health:4
      elasticloadbalancing:5 sts:3 cloudtrail:3 secretsmanager:3 sns:2 sqs:2 route53:2 dynamodb:3 eks:2 config:1
      organizations:1 cloudfront:2 sso:2 ce:1 autoscaling:3 guardduty:1`,
    writeShare: 0.12,
    dataShare: 0.2,
  },
  analyst: {
    services:
      's3:20 athena:14 glue:10 cloudwatch:5 logs:5 ec2:6 iam:3 ce:3 dynamodb:4 sts:3 rds:3 sso:2 health:2 kms:4',
    writeShare: 0.06,
    dataShare: 0.6,
  },
  pipeline: {
    services: `sts:12 s3:14 ecr:12 ecs:8 lambda:9 cloudformation:10 iam:12 ec2:14 ssm:4 kms:4 elasticloadbalancing:4
      route53:2 cloudfront:2 logs:4 sns:1 sqs:1 rds:2 secretsmanager:2 dynamodb:2`,
    writeShare: 0.22,
    dataShare: 0.6,
  },
  workload: {
    services:
      's3:26 dynamodb:22 kms:22 sqs:7 secretsmanager:7 ssm:12 logs:9 sts:9 lambda:6 ecs:4 sns:2 ec2:2 cloudwatch:1',
    writeShare: 0.35,
    dataShare: 0.9,
  },
  monitor: {
    services: `ec2:22 cloudwatch:16 rds:9 s3:8 elasticloadbalancing:9 iam:8 autoscaling:5 lambda:5 ecs:5 dynamodb:4 sqs:3
      sns:3 kms:3 cloudtrail:4 config:4 guardduty:3 securityhub:4 organizations:2 logs:3 eks:2 sts:2`,
    writeShare: 0.04,
    dataShare: 0.02,
  },
  linked: {
    services: 'ec2:20 elasticloadbalancing:9 autoscaling:4 config:8 iam:6 s3:6 kms:3 lambda:2 cloudwatch:2',
    writeShare: 0.25,
    dataShare: 0,
  },
  service: { services: 's3:20 sts:14 kms:12 logs:2', writeShare: 0.02, dataShare: 0.25 },
  outside: { services: 's3:1', writeShare: 0, dataShare: 1 },
};

/** Chooses what a caller with a profile does next; `withGlobal` adds services that record in us-east-1 only. */
export interface CallChooser {
  pick(rng: Prng): { readonly service: Service; readonly call: Call };
}

function chooser(profile: Profile, withGlobal: boolean): CallChooser {
  const entries: Array<readonly [Service, number]> = [];
  for (const [key, weight] of parseWeights(profile.services)) {
    const service = SERVICES.get(key);
    if (!service) throw new RangeError(`No service "${key}" in the catalogue.`);
    if (withGlobal || !service.isGlobal) entries.push([service, weight]);
  }
  const services: Wheel<Service> = createWheel(entries);
  return {
    pick(rng) {
      const service = services.pick(rng);
      const dataShare = profile.dataShare;
      const wantsData = service.data !== undefined && rng.chance(dataShare);
      const wantsWrite = rng.chance(profile.writeShare);
      const wheel = wantsData ? service.data : wantsWrite ? (service.writes ?? service.reads) : service.reads;
      const calls = wheel ?? service.writes ?? service.data;
      if (!calls) throw new RangeError(`The service "${service.key}" has no calls.`);
      return { service, call: calls.pick(rng) };
    },
  };
}

const CHOOSERS: ReadonlyMap<string, CallChooser> = new Map(
  Object.entries(PROFILES).flatMap(([name, profile]): Array<readonly [string, CallChooser]> => [
    [`${name}|true`, chooser(profile, true)],
    [`${name}|false`, chooser(profile, false)],
  ]),
);

/** The chooser of a profile in a Region that does or does not record global services. */
export function callChooser(profile: ProfileName, withGlobal: boolean): CallChooser {
  const found = CHOOSERS.get(`${profile}|${String(withGlobal)}`);
  if (!found) throw new RangeError(`No profile "${profile}".`);
  return found;
}
