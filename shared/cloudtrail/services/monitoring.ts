import { listed, named, type ServiceActions } from './row.ts';

/** Actions of CloudWatch. */
export const monitoring: ServiceActions = {
  DeleteAlarms: {
    verb: 'delete',
    about: (r) => named('alarm', listed(r.texts('requestParameters.alarmNames[]'))),
    does: 'Deletes alarms.',
    matters: 'Nobody is told any more when their thresholds are passed.',
    next: 'The alarms’ names, and who would have been told.',
    effects: ['weakens-detection'],
  },
};
