import { actionInWords } from './actions.ts';
import { callerInWords } from './caller.ts';
import { readRecord, type RecordReader } from './record-reader.ts';

const isAddress = (source: string): boolean => /^[\da-f.:]+$/i.test(source);

function origin(record: RecordReader): string {
  const source = record.text('sourceIPAddress');
  if (!source || source === record.text('userIdentity.invokedBy')) return '';
  if (isAddress(source)) return `, from ${source}`;
  return source.startsWith('AWS Internal') ? ', from inside AWS' : `, through ${source}`;
}

function multiFactor(record: RecordReader): string {
  const said =
    record.text('additionalEventData.MFAUsed') ??
    record.text('userIdentity.sessionContext.attributes.mfaAuthenticated');
  if (said === undefined) return '';
  if (/^(yes|true)$/i.test(said)) return ', with MFA';
  // Sessions of roles hardly ever carry MFA, so its absence says nothing there.
  return record.text('userIdentity.type') === 'AssumedRole' ? '' : ', without MFA';
}

const denials = /denied|unauthorized|notauthorized|forbidden|not authorized/i;

/** `denied: AccessDenied` or `failed: NoSuchBucket`; empty for a call that went well. */
function failure(record: RecordReader): string {
  const code = record.text('errorCode');
  const message = record.text('errorMessage');
  if (!code && !message) return '';
  const isDenied = denials.test(code ?? '') || (!code && denials.test(message ?? ''));
  return `; ${isDenied ? 'denied' : 'failed'}: ${code ?? message ?? ''}`;
}

const hasFailed = (record: RecordReader): boolean => record.has('errorCode') || record.has('errorMessage');

const serviceOf = (record: RecordReader): string =>
  (record.text('eventSource') ?? '').replace(/\.amazonaws\.com(\.cn)?$/, '');

/** A sign-in. A failed one carries an error message without a code, and the name may be hidden. */
function signIn(record: RecordReader): string {
  const isFailed = hasFailed(record) || record.text('responseElements.ConsoleLogin') === 'Failure';
  const act = isFailed ? 'tried to sign in to the console and failed' : 'signed in to the console';
  const why = record.text('errorMessage');
  return `${callerInWords(record)} ${act}${origin(record)}${multiFactor(record)}${isFailed && why ? `; ${why}` : ''}.`;
}

function insight(record: RecordReader): string {
  const base = 'insightDetails';
  const isRate = record.text(`${base}.insightType`) !== 'ApiErrorRateInsight';
  const act = record.text(`${base}.state`) === 'End' ? 'ended' : 'began';
  const name = record.text(`${base}.eventName`) ?? 'calls';
  const where = record.text(`${base}.eventSource`);
  const error = record.text(`${base}.errorCode`);
  return `CloudTrail Insights: an unusual ${isRate ? 'rate' : 'error rate'} of ${name}${where ? ` on ${where}` : ''}${error ? ` (${error})` : ''} ${act}.`;
}

function aggregated(record: RecordReader): string {
  const name = record.text('summary.primaryDimension.dimension') ?? 'calls';
  const from = record.text('timeWindow.windowStart');
  return `CloudTrail counted ${record.text('eventSource') ?? 'a service'} by ${name}${from ? ` in the five minutes from ${from}` : ''}.`;
}

function generic(record: RecordReader): string {
  const name = record.text('eventName');
  const service = serviceOf(record);
  const region = record.text('awsRegion');
  const where = `${service ? ` on ${service}` : ''}${region ? ` in ${region}` : ''}`;
  if (record.text('eventType') === 'AwsServiceEvent') {
    return `${service || 'An AWS service'} recorded ${name ?? 'an event'}${region ? ` in ${region}` : ''}${failure(record)}.`;
  }
  if (!name) return `A record without an event name${where}${failure(record)}.`;
  return `${callerInWords(record)} called ${name}${where}${origin(record)}${multiFactor(record)}${failure(record)}.`;
}

/**
 * One plain sentence about a parsed CloudTrail record: who did what to what, from where, and how it ended. Takes any JSON
 * value and never throws. The values in it are the record's own, shortened, and as untrusted as the record: whoever shows
 * the sentence makes control characters visible.
 */
export function summarise(record: unknown): string {
  const reader = readRecord(record);
  if (reader.text('eventCategory') === 'Insight') return insight(reader);
  if (reader.text('eventCategory') === 'Aggregated') return aggregated(reader);
  const name = reader.text('eventName') ?? '';
  if (name === 'ConsoleLogin') return signIn(reader);
  const action = actionInWords(serviceOf(reader), name);
  if (!action) return generic(reader);
  const act = hasFailed(reader) ? `tried to ${action.tried}` : action.did;
  const sentence = `${callerInWords(reader)} ${act} ${action.what(reader)}`;
  return `${sentence}${origin(reader)}${multiFactor(reader)}${failure(reader)}.`;
}
