import { hiddenName } from './hidden-name.ts';

/** Reads a text of the record as it stands, by the keys below `userIdentity`; undefined for none. */
type IdentityText = (key: string) => string | undefined;

/** The role of an STS ARN, which names role and session but not the role's path; any other ARN as it is. */
const withoutSession = (arn: string | undefined): string | undefined =>
  arn?.replace(/^arn:([^:]*):sts::(\d*):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

/** A role's unique ID begins with AROA (IAM User Guide, “Unique identifiers”); the session's name follows it. */
const idWithoutSession = (id: string | undefined): string | undefined =>
  id?.replace(/^(AROA[^:]*):[^]*$/, '$1');

/**
 * The caller without its session, as the column `principal` has it. Roles are the role's own ARN, so that all sessions of a
 * role count together; the issuer's ARN is preferred because an STS ARN lacks the role's path. A role of another account, of
 * which a copy may keep nothing but the ID, is that ID.
 */
export function principalOf(text: IdentityText): string | undefined {
  const issuer = text('sessionContext.sessionIssuer.arn');
  if (text('type') === 'AssumedRole' && issuer !== undefined) return issuer;
  const name = text('userName');
  return (
    withoutSession(text('arn')) ??
    text('invokedBy') ??
    (name === hiddenName ? undefined : name) ??
    text('onBehalfOf.userId') ??
    idWithoutSession(text('principalId')) ??
    text('accountId')
  );
}
