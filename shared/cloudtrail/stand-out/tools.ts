/** A tool that names itself in the user agent. */
export interface Tool {
  readonly name: string;
  /** An RE2 pattern, whatever the case. */
  readonly pattern: string;
  /** Made to try out attacks, to attack, or to look for weak points; a system made for attacks. */
  readonly kind: 'exercise' | 'attack' | 'audit' | 'system';
}

/** Tools by the names that they send: their own documentation; systems: GuardDuty PenTest:IAMUser/*. */
export const tools: readonly Tool[] = [
  { name: 'stratus-red-team', pattern: 'stratus-red-team', kind: 'exercise' },
  { name: 'Atomic Red Team', pattern: 'atomic-?red-?team', kind: 'exercise' },
  { name: 'Leonidas', pattern: '\\bleonidas\\b', kind: 'exercise' },
  { name: 'CloudGoat', pattern: 'cloudgoat', kind: 'exercise' },
  { name: 'Pacu', pattern: '\\bpacu\\b', kind: 'attack' },
  { name: 'CloudFox', pattern: 'cloudfox', kind: 'attack' },
  { name: 'enumerate-iam', pattern: 'enumerate-iam', kind: 'attack' },
  { name: 'weirdAAL', pattern: 'weirdaal', kind: 'attack' },
  { name: 'TruffleHog', pattern: 'trufflehog', kind: 'attack' },
  { name: 'Kali Linux', pattern: '\\bkali\\b', kind: 'system' },
  { name: 'Parrot Linux', pattern: '\\bparrot\\b', kind: 'system' },
  { name: 'Pentoo Linux', pattern: '\\bpentoo\\b', kind: 'system' },
  { name: 'Prowler', pattern: '\\bprowler\\b', kind: 'audit' },
  { name: 'Scout Suite', pattern: 'scout ?suite', kind: 'audit' },
];

const compiled = tools.map((tool) => ({ tool, pattern: new RegExp(tool.pattern, 'i') }));

/** The tool that a user agent names; undefined for any other client. */
export const toolOf = (agent: string): Tool | undefined =>
  compiled.find(({ pattern }) => pattern.test(agent))?.tool;
