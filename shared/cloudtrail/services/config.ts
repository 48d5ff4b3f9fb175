import { named, request, type ServiceActions } from './row.ts';

/** Actions of AWS Config. Source of the facts: AWS Config API Reference. */
export const config: ServiceActions = {
  StopConfigurationRecorder: {
    verb: 'stop',
    about: (r) => named('recorder', request(r, 'configurationRecorderName')),
    does: 'Stops the recording of configuration changes.',
    matters: 'The history of resources has a gap from here.',
    next: 'StartConfigurationRecorder, and changes in between.',
    effects: ['weakens-logging'],
  },
  DeleteConfigurationRecorder: {
    verb: 'delete',
    about: (r) => named('recorder', request(r, 'configurationRecorderName')),
    does: 'Deletes the recorder of configuration changes.',
    matters: 'Changes to resources are no longer kept in Config.',
    next: 'Who did it, and whether a delivery channel went too.',
    effects: ['weakens-logging'],
  },
  DeleteConfigRule: {
    verb: 'delete',
    about: (r) => named('rule', request(r, 'configRuleName')),
    does: 'Deletes a rule that judged resources.',
    matters: 'A violation would no longer be flagged.',
    next: 'The rule’s name, and changes it would have caught.',
    effects: ['weakens-detection'],
  },
  DeleteDeliveryChannel: {
    verb: 'delete',
    about: (r) => named('delivery channel', request(r, 'deliveryChannelName')),
    does: 'Deletes the channel by which Config delivers its history.',
    matters: 'Configuration snapshots stop arriving.',
    next: 'StopConfigurationRecorder before it: the channel cannot go while the recorder runs.',
    effects: ['weakens-logging'],
  },
  PutConfigurationRecorder: {
    verb: 'change',
    about: (r) => named('recorder', request(r, 'configurationRecorderName', 'configurationRecorder.name')),
    does: 'Sets what the recorder of configuration changes looks at.',
    matters: 'Kinds of resources can be left out without stopping it.',
    next: 'recordingGroup in the request.',
    effects: ['weakens-logging'],
  },
  StartConfigurationRecorder: {
    verb: 'start',
    about: (r) => named('recorder', request(r, 'configurationRecorderName', 'configurationRecorder.name')),
    does: 'Starts the recording of configuration changes.',
    matters: 'It ends a gap in the history of resources.',
    next: 'StopConfigurationRecorder before.',
    effects: [],
  },
  PutDeliveryChannel: {
    verb: 'change',
    about: (r) => named('delivery channel', request(r, 'deliveryChannel.name')),
    does: 'Sets where Config delivers its history.',
    matters: 'Another bucket takes the history away from its readers.',
    next: 'deliveryChannel.s3BucketName in the request.',
    effects: ['weakens-logging'],
  },
  PutConfigRule: {
    verb: 'put',
    about: (r) => named('rule', request(r, 'configRule.configRuleName')),
    effects: [],
  },
};
