import { arnName, named, request, type ServiceActions } from './row.ts';

/** Actions of ECS. */
export const ecs: ServiceActions = {
  RegisterTaskDefinition: {
    verb: 'register',
    about: (r) => named('task definition', request(r, 'family')),
    does: 'Registers a task definition: image, command and role of containers.',
    matters: 'A foreign image with a strong role is a way to run code and to get its credentials.',
    next: 'image and taskRoleArn in the request, then RunTask or UpdateService.',
    effects: ['passes-role'],
  },
  RunTask: {
    verb: 'run',
    about: (r) => named('task', arnName(r, 'taskDefinition') ?? request(r, 'taskDefinition')),
    does: 'Starts containers from a task definition.',
    matters: 'The containers act with the task’s role; overrides can change the command.',
    next: 'taskDefinition and overrides in the request.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
  StartTask: {
    verb: 'start',
    about: (r) => named('task', arnName(r, 'taskDefinition') ?? request(r, 'taskDefinition')),
    does: 'Starts containers from a task definition on chosen machines.',
    matters: 'The containers act with the role of the task; overrides can change the command.',
    next: 'taskDefinition, containerInstances and overrides in the request.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
  CreateService: {
    verb: 'create',
    about: (r) => named('service', request(r, 'serviceName', 'service')),
    does: 'Keeps a number of containers of a task definition running.',
    matters: 'The containers act with the role of the task and come back when stopped.',
    next: 'taskDefinition and desiredCount in the request.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
  UpdateService: {
    verb: 'change',
    about: (r) => named('service', request(r, 'service')),
    does: 'Changes a service: its task definition, its number of containers.',
    matters: 'Another task definition runs other code under the same name.',
    next: 'taskDefinition and enableExecuteCommand in the request.',
    effects: ['runs-code', 'passes-role'],
  },
  CreateCluster: {
    verb: 'create',
    about: (r) => named('cluster', request(r, 'clusterName')),
    effects: [],
  },
};
