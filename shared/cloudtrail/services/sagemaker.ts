import { named, request, type ServiceActions } from './row.ts';

/** Actions of SageMaker. */
export const sagemaker: ServiceActions = {
  CreateNotebookInstance: {
    verb: 'create',
    about: (r) => named('notebook instance', request(r, 'notebookInstanceName')),
    does: 'Starts a notebook on a machine with a role.',
    matters: 'Whoever opens the notebook works with the rights of the role.',
    next: 'roleArn and lifecycleConfigName in the request, then CreatePresignedNotebookInstanceUrl.',
    effects: ['starts-compute', 'passes-role'],
  },
  CreatePresignedNotebookInstanceUrl: {
    verb: 'get',
    about: (r) => named('an address that opens notebook instance', request(r, 'notebookInstanceName')),
    does: 'Makes an address that opens a notebook without a further sign-in.',
    matters: 'Whoever has the address works with the rights of the notebook’s role.',
    next: 'The notebook, and calls of its role.',
    effects: ['mints-credential', 'runs-code'],
  },
  CreateTrainingJob: {
    verb: 'start',
    about: (r) => named('training job', request(r, 'trainingJobName')),
    does: 'Runs a training job: an image with a role on machines of the service.',
    matters: 'The image acts with the rights of the role, at the owner’s cost.',
    next: 'roleArn, trainingImage and instanceType in the request.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
  CreateProcessingJob: {
    verb: 'start',
    about: (r) => named('processing job', request(r, 'processingJobName')),
    does: 'Runs a processing job: an image with a role on machines of the service.',
    matters: 'The image acts with the rights of the role.',
    next: 'roleArn and appSpecification in the request.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
  CreateNotebookInstanceLifecycleConfig: {
    verb: 'create',
    about: (r) => named('start script', request(r, 'notebookInstanceLifecycleConfigName')),
    does: 'Creates a script that runs when a notebook is made or started.',
    matters: 'The script acts as root on the machine and with the role of the notebook.',
    next: 'onStart and onCreate in the request, and the notebooks that use it.',
    effects: ['runs-code'],
  },
  UpdateNotebookInstanceLifecycleConfig: {
    verb: 'change',
    about: (r) => named('start script', request(r, 'notebookInstanceLifecycleConfigName')),
    does: 'Changes a script that runs when a notebook is made or started.',
    matters: 'The script acts as root on the machine and with the role of the notebook.',
    next: 'onStart and onCreate in the request, then StartNotebookInstance.',
    effects: ['runs-code'],
  },
};
