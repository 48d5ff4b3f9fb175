import { errorCodeOf, errorMessageOf, hasFailed } from './outcome.ts';
import type { RecordReader } from './record-reader.ts';
import { isRefusal } from './result.ts';

const longestMessage = 140;

/** The policy kinds of AWS's messages, which also are the plain words for them. */
const policyKinds =
  'identity-based policy|resource-based policy|service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy';
const missingAllow = new RegExp(`because no (${policyKinds}) allows the (\\S+?) action`, 'i');
const explicitDeny = new RegExp(`with an explicit deny in an? (${policyKinds})`, 'i');

/**
 * Why a call was denied, from AWS's own message; undefined when the message does not say. Source of the forms: IAM User
 * Guide, “Troubleshoot access denied error messages”.
 */
function denialReason(message: string): string | undefined {
  const missing = missingAllow.exec(message);
  if (missing) return `no ${missing[1] ?? 'policy'} allows ${missing[2] ?? 'it'}`;
  const denied = explicitDeny.exec(message);
  if (denied) return `an explicit deny in a ${denied[1] ?? 'policy'}`;
  const action = /not authorized to perform:? ([a-z0-9-]+:\S+)/.exec(message)?.[1];
  return action && `not authorized for ${action.replace(/[.,]$/, '')}`;
}

/** What was refused, which the message alone says: a denied call often has no request parameters. */
function deniedResource(message: string): string {
  const resource = /on resource:? (.+?)(?: because | with an explicit |$)/.exec(message)?.[1];
  return resource === undefined || resource === '*' ? '' : ` on ${short(resource)}`;
}

/** Messages may carry a whole encoded explanation, which nobody can read. */
const short = (message: string): string => {
  const text = message.replace(/\s*Encoded authorization failure message:.*$/i, '').replace(/\.$/, '');
  return text.length > longestMessage ? `${text.slice(0, longestMessage - 1)}…` : text;
};

/**
 * How a failed call ended, as the end of a sentence: `; denied: AccessDenied, no identity-based policy allows
 * iam:CreateUser` or `; failed: NoSuchKey (The specified key does not exist)`. Empty for a call that went well.
 */
export function failureInWords(record: RecordReader): string {
  const code = errorCodeOf(record);
  const message = errorMessageOf(record, 600);
  if (!code && !message) return hasFailed(record) ? '; failed' : '';
  if (isRefusal(code, message)) {
    const reason = message && denialReason(message);
    const upon = reason && !record.has('requestParameters') ? deniedResource(message) : '';
    return `; denied: ${code ?? reason ?? short(message ?? '')}${code && reason ? `, ${reason}` : ''}${upon}`;
  }
  if (!code) return `; failed: ${short(message ?? '')}`;
  return `; failed: ${code}${message && message !== code ? ` (${short(message)})` : ''}`;
}
