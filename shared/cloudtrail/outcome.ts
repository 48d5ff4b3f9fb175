import type { RecordReader } from './record-reader.ts';

/**
 * Texts in `errorCode` and `errorMessage` that name no error, as a pattern over the whole text, case ignored, for RE2 as
 * well as JavaScript. CloudTrail leaves both keys out of a call that went well; exporters and some services fill them.
 */
export const noErrorPattern = '[ \\t\\r\\n]*(success|ok|none|null|0|2[0-9][0-9]|-|)[ \\t\\r\\n]*';

const noError = new RegExp(`^(?:${noErrorPattern})$`, 'i');

/** True for a text of `errorCode` or `errorMessage` that names an error. */
export const namesError = (text: string): boolean => !noError.test(text);

/** Sources whose events say how they ended under their own name. */
export const signInSource = 'signin.amazonaws.com';
/** Event types of which the same holds, for copies that lost the source. */
export const resultTypes: readonly string[] = ['AwsConsoleSignIn', 'AwsServiceEvent'];

/** Sources of which any member of `serviceEventDetails` that reads “Failure” is the result of the event. */
export const identitySources: readonly string[] = [
  'signin.amazonaws.com',
  'sso.amazonaws.com',
  'sso-directory.amazonaws.com',
  'identitystore.amazonaws.com',
];

const failing = /^(failure|failed)$/i;

/** The result that a sign-in records under the event's own name: CloudTrail User Guide, “AWS Management Console sign-in events”. */
function signInResult(record: RecordReader): string | undefined {
  const isSignIn =
    record.text('eventSource') === signInSource || resultTypes.includes(record.text('eventType') ?? '');
  const name = record.text('eventName');
  return isSignIn && name !== undefined ? record.at(['responseElements', name]) : undefined;
}

/**
 * The results that services record of events of their own, in `serviceEventDetails`: IAM Identity Center User Guide,
 * “Understanding IAM Identity Center sign-in events”; Amazon Managed Grafana User Guide, “Logging Amazon Managed Grafana
 * API calls using CloudTrail”; AWS Control Tower User Guide, “Lifecycle events”; AWS Organizations User Guide, “Logging
 * AWS Organizations API calls” (CreateAccountResult).
 */
function serviceResults(record: RecordReader): readonly (string | undefined)[] {
  const details = 'serviceEventDetails';
  const keys = record.keys(details);
  const isIdentity = identitySources.includes(record.text('eventSource') ?? '');
  const members = isIdentity ? keys.map((key) => record.at([details, key])) : [];
  return [
    record.at([details, record.text('eventName') ?? '']),
    record.text(`${details}.result.statusType`),
    ...keys.filter((key) => key.endsWith('Status')).map((key) => record.at([details, key, 'state'])),
    ...members.filter((text) => text !== undefined && failing.test(text)),
  ];
}

/** What a documented result field of the record says, a failure first; undefined when there is none. */
export function recordedResult(record: RecordReader): string | undefined {
  const results = [signInResult(record), ...serviceResults(record)].filter((text) => text !== undefined);
  return results.find((text) => failing.test(text)) ?? results[0];
}

/** `errorCode` when it names an error. */
export function errorCodeOf(record: RecordReader): string | undefined {
  const code = record.text('errorCode');
  return code !== undefined && namesError(code) ? code : undefined;
}

/** `errorMessage`, shortened to `longest` characters, when it tells of an error. */
export function errorMessageOf(record: RecordReader, longest?: number): string | undefined {
  const message = record.text('errorMessage', longest);
  return message !== undefined && namesError(message) ? message : undefined;
}

/**
 * True when the record tells that the call failed: by its error code, its error message, or a documented result field.
 * The column `outcome` says the same in SQL.
 */
export const hasFailed = (record: RecordReader): boolean =>
  errorCodeOf(record) !== undefined ||
  errorMessageOf(record) !== undefined ||
  failing.test(recordedResult(record) ?? '');
