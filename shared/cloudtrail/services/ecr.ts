import { named, request, type ServiceActions } from './row.ts';

/** Actions of ECR. */
export const ecr: ServiceActions = {
  GetAuthorizationToken: {
    verb: 'get',
    about: () => 'a password for the container registry',
    does: 'Gives a password for the container registry, valid for twelve hours.',
    matters: 'Images can be pulled, and pushed where rights allow.',
    next: 'PutImage and BatchGetImage of the same caller.',
    effects: ['mints-credential'],
  },
  PutImage: {
    verb: 'store',
    about: (r) =>
      `${named('image', request(r, 'imageTag'))} in ${named('repository', request(r, 'repositoryName'))}`,
    does: 'Stores an image under a tag.',
    matters: 'Everything that runs the tag next runs the new image.',
    next: 'The repository and tag, and who pushed it before.',
    effects: ['runs-code'],
  },
};
