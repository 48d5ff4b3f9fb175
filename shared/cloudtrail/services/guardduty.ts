import { named, request, type ServiceActions } from './row.ts';

/** Actions of GuardDuty. Source of the facts: GuardDuty API Reference. */
export const guardduty: ServiceActions = {
  DeleteDetector: {
    verb: 'delete',
    about: (r) => named('threat detector', request(r, 'detectorId')),
    does: 'Deletes GuardDuty’s detector in a Region, with its findings.',
    matters: 'Threat detection ends there.',
    next: 'Whether the call succeeded, and the caller’s other calls.',
    effects: ['weakens-detection', 'hides-traces'],
  },
  UpdateDetector: {
    verb: 'change',
    about: (r) => named('threat detector', request(r, 'detectorId')),
    does: 'Changes the detector’s settings.',
    matters: 'enable=false switches detection off; data sources can be switched off singly.',
    next: 'enable and the features in the request.',
    effects: ['weakens-detection'],
  },
  CreateFilter: {
    verb: 'create',
    about: (r) =>
      `${named('a filter of findings', request(r, 'name'))}${request(r, 'action') ? ` with action ${request(r, 'action') ?? ''}` : ''}`,
    does: 'Creates a filter over findings.',
    matters: 'With action ARCHIVE it hides matching findings from now on.',
    next: 'The criteria and the action in the request.',
    effects: ['weakens-detection'],
  },
  UpdateIPSet: {
    verb: 'change',
    about: (r) => named('list of trusted addresses', request(r, 'name', 'ipSetId')),
    does: 'Changes a list of trusted addresses.',
    matters: 'GuardDuty stays silent about addresses on it.',
    next: 'The location of the list and activate in the request.',
    effects: ['weakens-detection'],
  },
  ArchiveFindings: {
    verb: 'archive',
    about: () => 'findings',
    does: 'Archives findings.',
    matters: 'Warnings disappear from the usual view.',
    next: 'The finding IDs, and who usually does this.',
    effects: ['hides-traces'],
  },
  StopMonitoringMembers: {
    verb: 'stop',
    about: () => 'the monitoring of member accounts',
    does: 'The administrator account stops GuardDuty for member accounts.',
    matters: 'Detection ends in those accounts.',
    next: 'The accounts in the request.',
    effects: ['weakens-detection'],
  },
  CreateIPSet: {
    verb: 'add',
    about: (r) => `a list of trusted addresses to ${named('detector', request(r, 'detectorId'))}`,
    does: 'Adds a list of trusted addresses.',
    matters: 'GuardDuty stays silent about addresses on it.',
    next: 'The location of the list, and whose addresses it holds.',
    effects: ['weakens-detection'],
  },
  DeleteMembers: {
    verb: 'remove',
    about: () => 'member accounts of GuardDuty',
    effects: ['weakens-detection'],
  },
  DisassociateMembers: {
    verb: 'release',
    about: () => 'member accounts of GuardDuty',
    effects: ['weakens-detection'],
  },
  DisassociateFromMasterAccount: {
    verb: 'leave',
    about: () => 'the administrator of GuardDuty',
    effects: ['weakens-detection'],
  },
  DeletePublishingDestination: {
    verb: 'delete',
    about: () => 'the place that findings are sent to',
    effects: ['weakens-detection'],
  },
  CreateDetector: {
    verb: 'create',
    about: () => 'a threat detector',
    effects: [],
  },
  DeleteFilter: {
    verb: 'delete',
    about: (r) => named('a filter of findings', request(r, 'filterName')),
    effects: [],
  },
  DeleteIPSet: {
    verb: 'delete',
    about: (r) => named('list of trusted addresses', request(r, 'ipSetId')),
    effects: [],
  },
  CreatePublishingDestination: {
    verb: 'set',
    about: () => 'the place that findings are sent to',
    effects: ['shares-outside'],
  },
};
