import { named, request, type ServiceActions } from './row.ts';

/** Actions of EventBridge. Source of the facts: EventBridge API Reference. */
export const events: ServiceActions = {
  PutRule: {
    verb: 'put',
    about: (r) => named('rule', request(r, 'name')),
    does: 'Creates or changes a rule that reacts to events or runs on a schedule.',
    matters: 'A schedule is a way to come back; a change can silence an alert.',
    next: 'PutTargets for the rule: what it starts.',
    effects: ['runs-code', 'weakens-detection'],
  },
  PutTargets: {
    verb: 'set',
    about: (r) => `the targets of ${named('rule', request(r, 'rule'))}`,
    does: 'Sets what a rule starts.',
    matters: 'A function of an intruder can run again and again this way.',
    next: 'The targets’ ARNs in the request.',
    effects: ['runs-code'],
  },
  DisableRule: {
    verb: 'disable',
    about: (r) => named('rule', request(r, 'name')),
    does: 'Switches a rule off.',
    matters: 'Alerts that depend on it no longer come.',
    next: 'What the rule did, and EnableRule.',
    effects: ['weakens-detection'],
  },
  DeleteRule: {
    verb: 'delete',
    about: (r) => named('rule', request(r, 'name')),
    does: 'Deletes a rule.',
    matters: 'Alerts or clean-ups that depend on it no longer run.',
    next: 'What the rule did: PutRule and PutTargets of the same name.',
    effects: ['weakens-detection'],
  },
  RemoveTargets: {
    verb: 'remove',
    about: (r) => `the targets of ${named('rule', request(r, 'rule'))}`,
    effects: ['weakens-detection'],
  },
  EnableRule: {
    verb: 'enable',
    about: (r) => named('rule', request(r, 'name')),
    effects: [],
  },
};
