import type { CredentialLane } from '../../../../shared/contract/entity-sections.ts';

interface Gap {
  readonly holds: (lane: CredentialLane) => boolean;
  readonly says: string;
}

const isUnknown = ({ obtained }: CredentialLane): boolean => obtained.grade === 'not-recorded';

/** What no record here tells, each with who could: the commands of the AWS CLI that answer it. */
const gaps: readonly Gap[] = [
  {
    holds: (lane) => lane.kind === 'key' && isUnknown(lane),
    says: 'Who made the access key, and when: ask for aws iam get-credential-report, aws iam list-access-keys and aws iam get-access-key-last-used.',
  },
  {
    holds: (lane) => lane.kind === 'console' && isUnknown(lane),
    says: 'Where and how a console session was signed in to: ask for the sign-in events (ConsoleLogin, SwitchRole) of the Region of its sign-in endpoint, often us-east-1.',
  },
  {
    holds: (lane) => lane.kind === 'temporary' && isUnknown(lane),
    says: 'Who assumed the role: ask for the STS events of the caller’s own account and Region, before the session was created.',
  },
  {
    holds: ({ byAws, kind }) => byAws > 0 || kind === 'aws',
    says: 'Which call of the holder made AWS act on its behalf is inferred from the call before; records do not link them.',
  },
  {
    holds: ({ kind }) => kind === 'none',
    says: 'Which credential was used: records of AWS services, other accounts and anonymous callers name none.',
  },
];

/** What the archive cannot tell about the credentials of a page. */
export const notKnownOf = (lanes: readonly CredentialLane[]): string[] =>
  gaps.filter(({ holds }) => lanes.some(holds)).map(({ says }) => says);
