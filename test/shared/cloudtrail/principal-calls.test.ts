import { expect, it } from 'vitest';
import { callsOf } from '../../../shared/cloudtrail/principal-calls.ts';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';
import { predicateOf } from '../../../shared/filter/evaluate.ts';

const arn = 'arn:aws:iam::111122223333:user/ops/maya';
const user = {
  type: 'IAMUser',
  accountId: '111122223333',
  userName: 'maya',
  principalId: 'AIDAEXAMPLE0000000001',
};

it.each([
  ['its ARN', { ...user, arn }, true],
  ['its name in its account, without an ARN', user, true],
  ['its name in another account', { ...user, accountId: '444455556666' }, false],
  ['the ARN of another path', { ...user, arn: 'arn:aws:iam::111122223333:user/maya' }, false],
  ['the name of a federated user', { ...user, type: 'FederatedUser' }, false],
])('takes calls of %s for a user’s own: %#', (_, userIdentity, isOwn) => {
  expect(predicateOf(callsOf(arn))(subjectOf({ userIdentity }))).toBe(isOwn);
});
