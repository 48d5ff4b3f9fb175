import { isoSeconds } from './layout.ts';
import { tlsDetails } from './network.ts';
import type { Prng } from './prng.ts';
import type { JsonObject, TrailRecord } from './types.ts';

/** One attempt to enter the console. `failureText` makes it a failure; such records have no error code. */
export interface SignIn {
  readonly timeMs: number;
  readonly region: string;
  readonly accountId: string;
  readonly identity: JsonObject;
  readonly sourceAddress: string;
  readonly userAgent: string;
  readonly usedMfa: boolean;
  readonly failureText?: string;
}

/** The record of a console sign-in (CloudTrail User Guide, "AWS Management Console sign-in events"). */
export function signInRecord(signIn: SignIn, rng: Prng): TrailRecord {
  const { failureText, region, accountId } = signIn;
  return {
    eventVersion: '1.08',
    userIdentity: signIn.identity,
    eventTime: isoSeconds(signIn.timeMs),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: region,
    sourceIPAddress: signIn.sourceAddress,
    userAgent: signIn.userAgent,
    ...(failureText === undefined ? {} : { errorMessage: failureText }),
    requestParameters: null,
    responseElements: { ConsoleLogin: failureText === undefined ? 'Success' : 'Failure' },
    additionalEventData: {
      LoginTo: `https://${region}.console.aws.amazon.com/console/home?region=${region}&state=hashArgs%23`,
      MobileVersion: 'No',
      MFAUsed: signIn.usedMfa ? 'Yes' : 'No',
      ...(signIn.usedMfa ? { MFAIdentifier: `arn:aws:iam::${accountId}:mfa/phone` } : {}),
    },
    eventID: rng.uuid(),
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
    tlsDetails: tlsDetails(`${region}.signin.aws.amazon.com`, rng),
  };
}
