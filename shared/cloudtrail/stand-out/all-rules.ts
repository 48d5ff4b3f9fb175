import { executionRules } from './execution.ts';
import { factRules } from './facts.ts';
import { identityRules } from './identity.ts';
import { impactRules } from './impact.ts';
import { recordingRules } from './recording.ts';
import type { Rule } from './rule.ts';
import { sharingRules } from './sharing.ts';
import { signInRules } from './sign-in.ts';

/** Every rule about single events. */
export const standOutRules: readonly Rule[] = [
  ...identityRules,
  ...signInRules,
  ...recordingRules,
  ...sharingRules,
  ...executionRules,
  ...impactRules,
  ...factRules,
];

const byId = new Map(standOutRules.map((rule) => [rule.id, rule]));

/** The rule of an id; undefined for one that a database of another version names. */
export const ruleOf = (id: string): Rule | undefined => byId.get(id);
