import { named, request, type ServiceActions } from './row.ts';

/** Actions of CloudFormation. */
export const cloudformation: ServiceActions = {
  CreateStack: {
    verb: 'create',
    about: (r) => named('stack', request(r, 'stackName')),
    does: 'Creates resources from a template, with the caller’s rights or those of a role.',
    matters:
      'Many changes hide behind one call; the single ones show as invokedBy cloudformation.amazonaws.com.',
    next: 'roleARN in the request, and events invoked by CloudFormation in the minutes after.',
    effects: ['starts-compute', 'passes-role'],
  },
  UpdateStack: {
    verb: 'change',
    about: (r) => named('stack', request(r, 'stackName')),
    effects: ['passes-role'],
  },
  DeleteStack: {
    verb: 'delete',
    about: (r) => named('stack', request(r, 'stackName')),
    effects: ['deletes-data'],
  },
  CreateChangeSet: {
    verb: 'prepare',
    about: (r) => named('a change of stack', request(r, 'stackName')),
    does: 'Prepares a change of a stack; nothing changes before ExecuteChangeSet.',
    matters: 'The template and the role of the change are set here.',
    next: 'changeSetName, roleARN and templateURL in the request, then ExecuteChangeSet.',
    effects: ['passes-role'],
  },
  ExecuteChangeSet: {
    verb: 'execute',
    about: (r) => named('a change of stack', request(r, 'stackName')),
    does: 'Carries out a prepared change of a stack.',
    matters:
      'Many changes hide behind one call; the single ones show as invokedBy cloudformation.amazonaws.com.',
    next: 'CreateChangeSet before, and events invoked by CloudFormation in the minutes after.',
    effects: ['starts-compute', 'passes-role'],
  },
  CreateStackSet: {
    verb: 'create',
    about: (r) => named('stack set', request(r, 'stackSetName')),
    does: 'Creates a template that can be rolled out to many accounts and Regions.',
    matters: 'It prepares changes far beyond this account.',
    next: 'The roles and the template in the request, then CreateStackInstances.',
    effects: ['passes-role'],
  },
  CreateStackInstances: {
    verb: 'apply',
    about: (r) => named('stack set', request(r, 'stackSetName')),
    does: 'Rolls a stack set out to accounts and Regions.',
    matters: 'One call changes many accounts.',
    next: 'accounts, deploymentTargets and regions in the request, and events in those accounts.',
    effects: ['starts-compute'],
  },
};
