import { actedUpon } from './acted-upon.ts';
import { actionInWords } from './actions.ts';
import { callerInWords, isServiceCall } from './caller.ts';
import { failureInWords } from './failure.ts';
import { insightFields } from './insight-fields.ts';
import { hasFailed, recordedResult } from './outcome.ts';
import { readRecord, type RecordReader } from './record-reader.ts';
import { sourceAddresses } from './source-addresses.ts';
import { clientInWords } from './user-client.ts';

function origin(record: RecordReader): string {
  const source = record.text('sourceIPAddress') ?? record.texts('sourceIPAddress[]').join(', ');
  if (!source || isServiceCall(record)) return '';
  const addresses = sourceAddresses(source);
  if (addresses.length > 0) return `, from ${addresses.join(' and ')}`;
  return source.startsWith('AWS Internal') ? ', from inside AWS' : `, through ${source}`;
}

/** What is alike for all calls: from where, with which client, with MFA or not, and how it ended. */
function circumstances(record: RecordReader): string {
  const client = isServiceCall(record) ? undefined : clientInWords(record);
  return `${origin(record)}${client ? `, ${client}` : ''}${multiFactor(record)}${failureInWords(record)}`;
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

const serviceOf = (record: RecordReader): string =>
  (record.text('eventSource') ?? '').replace(/\.amazonaws\.com(\.cn)?$/, '');

/** A sign-in. A failed one carries an error message without a code, and the name may be hidden. */
function signIn(record: RecordReader): string {
  const isFailed = hasFailed(record);
  const act = isFailed ? 'tried to sign in to the console and failed' : 'signed in to the console';
  const why = record.text('errorMessage');
  return `${callerInWords(record)} ${act}${origin(record)}${multiFactor(record)}${isFailed && why ? `; ${why}` : ''}.`;
}

function insight(record: RecordReader): string {
  const part = (name: keyof typeof insightFields): string | undefined =>
    insightFields[name].map((path) => record.text(path)).find((text) => text !== undefined);
  const isRate = part('insightType') !== 'ApiErrorRateInsight';
  const act = part('state') === 'End' ? 'ended' : 'began';
  const name = part('eventName') ?? 'calls';
  const where = part('eventSource');
  const error = part('errorCode');
  return `CloudTrail Insights: an unusual ${isRate ? 'rate' : 'error rate'} of ${name}${where ? ` on ${where}` : ''}${error ? ` (${error})` : ''} ${act}.`;
}

function aggregated(record: RecordReader): string {
  const name = record.text('summary.primaryDimension.dimension') ?? 'calls';
  const from = record.text('timeWindow.windowStart');
  return `CloudTrail counted ${record.text('eventSource') ?? 'a service'} by ${name}${from ? ` in the five minutes from ${from}` : ''}.`;
}

/** What a service recorded by itself: for whom and from where when that is a person, and how it ended. */
function serviceEvent(record: RecordReader, service: string, region: string | undefined): string {
  const isOfPerson = record.text('userIdentity.type') !== undefined && !isServiceCall(record);
  const person = isOfPerson ? ` for ${inSentence(callerInWords(record))}` : '';
  const place = `${region ? ` in ${region}` : ''}${isOfPerson ? origin(record) : ''}`;
  const result = recordedResult(record);
  const ending = failureInWords(record) || (result === undefined ? '' : `; result: ${result}`);
  return `${service || 'An AWS service'} recorded ${record.text('eventName') ?? 'an event'}${person}${place}${ending}.`;
}

/** The beginning of a sentence put into its middle. */
const inSentence = (words: string): string =>
  words.replace(/^(The|A|Account|Role|Federated|Somebody)\b/, (word) => word.toLowerCase());

function generic(record: RecordReader): string {
  const name = record.text('eventName');
  const service = serviceOf(record);
  const region = record.text('awsRegion');
  const where = `${service ? ` on ${service}` : ''}${region ? ` in ${region}` : ''}`;
  if (record.text('eventType') === 'AwsServiceEvent') return serviceEvent(record, service, region);
  if (!name) return `A record without an event name${where}${failureInWords(record)}.`;
  const about = actedUpon(record);
  return `${callerInWords(record)} called ${name}${about ? ` (${about})` : ''}${where}${circumstances(record)}.`;
}

/**
 * One plain sentence about a parsed CloudTrail record: who did what to what, from where, with which client, with MFA or not, and how it ended. Takes any JSON
 * value and never throws. The values in it are the record's own, shortened, and as untrusted as the record: whoever shows
 * the sentence makes control characters visible.
 */
export function summarise(record: unknown): string {
  const reader = readRecord(record);
  if (reader.text('eventCategory') === 'Insight' || reader.text('eventType') === 'AwsCloudTrailInsight')
    return insight(reader);
  if (reader.text('eventCategory') === 'Aggregated') return aggregated(reader);
  const name = reader.text('eventName') ?? '';
  if (name === 'ConsoleLogin') return signIn(reader);
  const action = actionInWords(serviceOf(reader), name);
  if (!action) return generic(reader);
  const act = hasFailed(reader) ? `tried to ${action.tried}` : action.did;
  return `${callerInWords(reader)} ${act} ${action.what(reader)}${circumstances(reader)}.`;
}
