import { credentials } from './mint.ts';
import type { Principal } from './principals.ts';
import type { Prng } from './prng.ts';
import { assemble } from './record.ts';
import { identityOf, type Session } from './sessions.ts';
import type { TrailRecord } from './types.ts';

/** Where a token is issued. */
export interface TokenPlace {
  readonly region: string;
  readonly identityStoreId: string;
  readonly rng: Prng;
}

const HOUR_SECONDS = 3600;

/** The call with which an IAM user turns its long-term key into a session: GetSessionToken or GetFederationToken. */
export function tokenRecord(principal: Principal, session: Session, place: TokenPlace): TrailRecord {
  const { region, rng } = place;
  const { accountId } = principal;
  const isFederated = principal.kind === 'federated';
  const federatedUser = {
    federatedUserId: `${accountId}:${session.name}`,
    arn: `arn:aws:sts::${accountId}:federated-user/${session.name}`,
  };
  return assemble(
    {
      timeMs: session.startMs,
      region,
      recipientAccountId: accountId,
      identity: identityOf({ ...principal, kind: 'user-key' }, session, place.identityStoreId),
      sourceAddress: principal.address,
      userAgent: principal.userAgent,
      service: 'sts',
      name: isFederated ? 'GetFederationToken' : 'GetSessionToken',
      readOnly: false,
      body: {
        request: { durationSeconds: HOUR_SECONDS, ...(isFederated ? { name: session.name } : {}) },
        response: {
          credentials: credentials(session.keyId, session.startMs, HOUR_SECONDS, rng),
          ...(isFederated ? { federatedUser } : {}),
        },
      },
    },
    rng,
  );
}
