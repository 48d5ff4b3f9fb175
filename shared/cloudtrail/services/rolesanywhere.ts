import { named, request, type ServiceActions } from './row.ts';

/** Actions of IAM Roles Anywhere. */
export const rolesanywhere: ServiceActions = {
  CreateTrustAnchor: {
    verb: 'create',
    about: (r) => named('trust anchor', request(r, 'name')),
    does: 'Lets certificates of an authority stand for roles of the account.',
    matters: 'Whoever holds the authority’s key can enter roles from anywhere, without AWS credentials.',
    next: 'The source of the anchor in the request, CreateProfile, and CreateSession.',
    effects: ['changes-trust'],
  },
  CreateProfile: {
    verb: 'create',
    about: (r) => named('profile', request(r, 'name')),
    does: 'Names the roles that certificates of a trust anchor can stand for.',
    matters: 'It completes a way in that needs no AWS credential.',
    next: 'roleArns in the request, and CreateSession.',
    effects: ['changes-trust', 'passes-role'],
  },
  DeleteTrustAnchor: {
    verb: 'delete',
    about: (r) => named('trust anchor', request(r, 'trustAnchorId')),
    effects: ['locks-out'],
  },
  DeleteProfile: {
    verb: 'delete',
    about: (r) => named('profile', request(r, 'profileId')),
    effects: ['locks-out'],
  },
  EnableTrustAnchor: {
    verb: 'enable',
    about: (r) => named('trust anchor', request(r, 'trustAnchorId')),
    effects: ['changes-trust'],
  },
  DisableTrustAnchor: {
    verb: 'disable',
    about: (r) => named('trust anchor', request(r, 'trustAnchorId')),
    effects: ['locks-out'],
  },
};
