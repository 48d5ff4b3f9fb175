import type { Classes } from './classes.ts';
import { all, any, is, isThere, matches, not } from './conditions.ts';

/** How a call ended. */
export const results = ['done', 'refused', 'throttled', 'failed'] as const;
/** How a call ended: refused is authorisation alone, failed is whatever else went wrong. */
export type Result = (typeof results)[number];

/** EC2 says before a code whose fault an error was (EC2 API Reference, “Error codes”). */
const side = '((Client|Server)[.])?';

/**
 * Error codes of calls that the caller was not allowed to make. Sources: the common errors of the services' API References
 * (AccessDeniedException, NotAuthorized); Amazon S3, “List of error codes” (AccessDenied, AllAccessDisabled); EC2, “Error codes”
 * (UnauthorizedOperation); SNS (AuthorizationError), Lambda and SQS (KMSAccessDeniedException, KmsAccessDenied), API Gateway
 * and IAM Identity Center (UnauthorizedException), MSK and IoT (ForbiddenException), CloudTrail User Guide, “Logging network
 * activity events” (VpceAccessDenied). Whoever could not be told at all (AuthFailure, InvalidClientTokenId, ExpiredToken,
 * SignatureDoesNotMatch) was not refused by a policy and is none of these.
 */
const refusedCodes = [
  'AccessDenied',
  'NotAuthorized',
  `^${side}Unauthorized(Operation|Access|AccessException|Exception|Request)?$`,
  '^Forbidden(Exception|Error)?$',
  '^AuthorizationError(Exception)?$',
  '^AllAccessDisabled$',
];
const refusedCode = refusedCodes.join('|');

/** What messages of such calls say where an exporter lost their code: IAM User Guide, “Troubleshoot access denied error messages”. */
const refusedMessage = '[Aa]ccess ?[Dd]enied|[Nn]ot authorized to |with an explicit deny in an? ';

/**
 * Error codes of calls that came too fast. Source: AWS SDKs and Tools Reference Guide, “Retry behavior”, and the codes that
 * botocore retries as throttling; not LimitExceededException and VpcLimitExceeded, which are quotas of things, and not
 * TransactionInProgressException, which is a conflict.
 */
const throttledCodes = [
  `^${side}Throttl(ing|ed)`,
  `^${side}RequestThrottl(ing|ed)`,
  `^${side}TooManyRequests`,
  `^${side}RequestLimitExceeded`,
  '^EC2Throttled',
  '^SlowDown',
  '^BandwidthLimitExceeded',
  '^ProvisionedThroughputExceeded',
  '^PriorRequestNotComplete$',
  '^KMSThrottl',
];

const code = 'errorCode';

/** How calls ended, by `outcome` and the error code. */
export const resultClasses: Classes<Result> = {
  rules: [
    ['done', is('outcome', 'success')],
    [
      'refused',
      any(matches(code, refusedCode), all(not(isThere(code)), matches('errorMessage', refusedMessage))),
    ],
    ['throttled', matches(code, throttledCodes.join('|'))],
  ],
  otherwise: 'failed',
};

const refusedByCode = new RegExp(refusedCode);
const refusedByMessage = new RegExp(refusedMessage);

/** True for the error of a call that was refused, as `resultClasses` says it of a record; the message counts where no code is. */
export const isRefusal = (errorCode: string | undefined, errorMessage: string | undefined): boolean =>
  errorCode === undefined ? refusedByMessage.test(errorMessage ?? '') : refusedByCode.test(errorCode);
