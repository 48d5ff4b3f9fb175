/** An effect in words, with where it is taken from. */
interface EffectMeaning {
  readonly can: string;
  readonly source: string;
}

/**
 * What a call of an action can bring about, whatever the service: a closed list. A name says what such a call can do, not
 * that this one did: a single record has no before, and a refused call did nothing. Sources are techniques of MITRE ATT&CK
 * v19, metric filters of the CIS AWS Foundations Benchmark, and Amazon GuardDuty's finding types and custom detection rules.
 */
export const effects = {
  'signs-in': {
    can: 'Begins a session of a person, in the console or an account.',
    source: 'ATT&CK T1078.004; CIS 2 and 6; GuardDuty ConsoleLoginSuccess.B',
  },
  'mints-credential': {
    can: 'Gives or revives a key, password, token or session that acts by itself from then on.',
    source: 'ATT&CK T1098.001, T1550.001, T1606; GuardDuty IAMAccessKeyCreated, IAMUserLoginProfileCreated',
  },
  'creates-identity': {
    can: 'Makes a user, a role or an account.',
    source: 'ATT&CK T1136.003',
  },
  'widens-permissions': {
    can: 'Gives an identity more rights.',
    source: 'ATT&CK T1098.003; CIS 4; GuardDuty AdminPolicyAttachedToRole, AdminPolicyAttachedToUser',
  },
  'lifts-limit': {
    can: 'Removes or loosens what denied or limited: a boundary, a guard rail, a policy that may have denied.',
    source:
      'ATT&CK T1098, T1666; CIS 4 and 15; GuardDuty OrganizationPolicyDisabled, OrganizationLeaveAttempt',
  },
  'changes-trust': {
    can: 'Sets who may enter a role or an organization from outside.',
    source: 'ATT&CK T1199, T1484.002; GuardDuty IAMRoleTrustPolicyModified, RolesAnywhereTrustAnchorCreated',
  },
  'passes-role': {
    can: 'Hands a role to a machine or to code, which is how PassRole shows.',
    source: 'ATT&CK T1548.005; DataDog pathfinding.cloud, paths with PassRole',
  },
  'changes-sign-in': {
    can: 'Changes a factor, a password rule or another guard of a way in.',
    source: 'ATT&CK T1556.006, T1098.005; GuardDuty PasswordPolicyChange, RDSIAMAuthDisabled',
  },
  'shares-outside': {
    can: 'Lets other accounts, or everybody, use a thing or receive its data.',
    source:
      'ATT&CK T1537; CIS 8; GuardDuty BucketPublicAccessGranted, AMIExternalAccess, LambdaFunctionPublicAccess',
  },
  'opens-network': {
    can: 'Lets traffic in or out that could not pass before.',
    source: 'ATT&CK T1686.001; CIS 10 to 14; GuardDuty EC2SecurityGroupPublicSSH, RDSPubliclyAccessible',
  },
  'reads-secret': {
    can: 'Gives the caller a password, a key, a parameter or decrypted data.',
    source:
      'ATT&CK T1555.006, T1552; GuardDuty CredentialAccess:IAMUser/AnomalousBehavior, EC2PasswordDataRetrieved',
  },
  'takes-data': {
    can: 'Reads data, or makes a copy of it that can be carried away.',
    source: 'ATT&CK T1530, T1213, T1578.001; GuardDuty Exfiltration:S3/AnomalousBehavior',
  },
  'deletes-data': {
    can: 'Destroys data or what is needed to restore it, now or after days.',
    source:
      'ATT&CK T1485, T1490; CIS 7; GuardDuty Impact:S3/AnomalousBehavior.Delete, S3LifecycleRapidExpiration',
  },
  'locks-out': {
    can: 'Takes the use of an identity, a key or data from somebody who had it.',
    source: 'ATT&CK T1531, T1486; CIS 4 and 7; GuardDuty S3CustomerProvidedKeysEnabled',
  },
  'stops-work': {
    can: 'Stops machines or cuts them off.',
    source: 'ATT&CK T1489, T1498; CIS 11 to 14',
  },
  'starts-compute': {
    can: 'Starts machines, containers or jobs.',
    source: 'ATT&CK T1578.002, T1496.001; GuardDuty Impact:IAMUser/AnomalousBehavior',
  },
  'runs-code': {
    can: 'Makes code or commands of the caller’s choice run, now or later.',
    source: 'ATT&CK T1651, T1648, T1059.009, T1546; GuardDuty EC2UserDataModified, EC2InstanceSSHKeyPushed',
  },
  'uses-resources': {
    can: 'Uses mail, models, quotas or Regions at the owner’s cost, or readies them.',
    source: 'ATT&CK T1496, T1535; GuardDuty SESProductionAccessEnabled, SESAccountSendingEnabled',
  },
  'weakens-logging': {
    can: 'Makes a log record less, or keeps it from its readers.',
    source:
      'ATT&CK T1685.002; CIS 5 and 9; GuardDuty CloudTrailLoggingDisabled, VPCFlowLogsDeleted, DNSQueryLogsDeleted',
  },
  'weakens-detection': {
    can: 'Switches off, narrows or silences what would warn.',
    source: 'ATT&CK T1685; AWS GuardDuty, Security Hub and Config API References',
  },
  'hides-traces': {
    can: 'Removes what was recorded already, or makes it expire.',
    source: 'ATT&CK T1070, T1685.005, T1685.006',
  },
  'looks-around': {
    can: 'Tells the caller what there is and what they may do.',
    source: 'ATT&CK T1087, T1069, T1580, T1526, T1619; GuardDuty Discovery:IAMUser/AnomalousBehavior',
  },
} as const satisfies Readonly<Record<string, EffectMeaning>>;

/** The name of an effect. */
export type Effect = keyof typeof effects;
