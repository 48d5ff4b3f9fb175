import { named, request, type ServiceActions } from './row.ts';

/** Actions of CodeBuild. */
export const codebuild: ServiceActions = {
  CreateProject: {
    verb: 'create',
    about: (r) => named('build project', request(r, 'name')),
    does: 'Creates a build project with a source and a role.',
    matters: 'The commands of a build run with the rights of the role.',
    next: 'serviceRole and source in the request, then StartBuild.',
    effects: ['passes-role'],
  },
  UpdateProject: {
    verb: 'change',
    about: (r) => named('build project', request(r, 'name')),
    does: 'Changes a build project: its source, its commands, its role.',
    matters: 'The next build does what the new source says, with the rights of the role.',
    next: 'source and serviceRole in the request, then StartBuild.',
    effects: ['runs-code', 'passes-role'],
  },
  StartBuild: {
    verb: 'start',
    about: (r) => named('a build of', request(r, 'projectName')),
    does: 'Runs a build.',
    matters: 'Its commands, which the request can replace, act with the role of the project.',
    next: 'buildspecOverride and environment variables in the request, and calls of the role.',
    effects: ['starts-compute', 'runs-code'],
  },
  StartBuildBatch: {
    verb: 'start',
    about: (r) => named('a batch of builds of', request(r, 'projectName')),
    does: 'Runs several builds together.',
    matters: 'Their commands, which the request can replace, act with the role of the project.',
    next: 'buildspecOverride in the request, and calls of the role.',
    effects: ['starts-compute', 'runs-code'],
  },
};
