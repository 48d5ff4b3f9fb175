import { predicateOf } from '../filter/evaluate.ts';
import { sourceAddresses } from '../filter/source-addresses.ts';
import { actionOf, serviceName, type Action } from './actions.ts';
import { callerInWords } from './caller.ts';
import { failureInWords } from './failure.ts';
import { insightFields } from './insight-fields.ts';
import { hasFailed, recordedResult } from './outcome.ts';
import { readRecord, type RecordReader } from './record-reader.ts';
import { isAggregated, isInsight, isServiceCall } from './rules.ts';
import { subjectOf } from './subject.ts';
import { clientInWords } from './user-client.ts';

const rules = {
  isInsight: predicateOf(isInsight),
  isAggregated: predicateOf(isAggregated),
  isServiceCall: predicateOf(isServiceCall),
};

/** A record of a call; `isOwn` when an AWS service made it for nobody. */
interface Call extends RecordReader {
  readonly isOwn: boolean;
}

function origin(record: Call): string {
  const source = record.text('sourceIPAddress') ?? record.texts('sourceIPAddress[]').join(', ');
  if (!source || record.isOwn) return '';
  const addresses = sourceAddresses(source);
  if (addresses.length > 0) return `, from ${addresses.join(' and ')}`;
  return source.startsWith('AWS Internal') ? ', from inside AWS' : `, through ${source}`;
}

/** What is alike for all calls: from where, with which client, with MFA or not, and how it ended. */
function circumstances(record: Call): string {
  const client = record.isOwn ? undefined : clientInWords(record);
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

const serviceOf = (record: RecordReader): string => serviceName(record.text('eventSource') ?? '');

/** A sign-in. A failed one carries an error message without a code, and the name may be hidden. */
function signIn(record: Call, from: string): string {
  const isFailed = hasFailed(record);
  const act = isFailed ? 'tried to sign in to the console and failed' : 'signed in to the console';
  const why = record.text('errorMessage');
  return `${act}${from}${multiFactor(record)}${isFailed && why ? `; ${why}` : ''}`;
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
function serviceEvent(record: Call, service: string, region: string | undefined): string {
  const isOfPerson = record.text('userIdentity.type') !== undefined && !record.isOwn;
  const person = isOfPerson ? ` for ${inSentence(callerInWords(record))}` : '';
  const place = `${region ? ` in ${region}` : ''}${isOfPerson ? origin(record) : ''}`;
  const result = recordedResult(record);
  const ending = failureInWords(record) || (result === undefined ? '' : `; result: ${result}`);
  return `${service || 'An AWS service'} recorded ${record.text('eventName') ?? 'an event'}${person}${place}${ending}.`;
}

/** The beginning of a sentence put into its middle. */
const inSentence = (words: string): string =>
  words.replace(/^(The|A|Account|Role|Federated|Somebody)\b/, (word) => word.toLowerCase());

/** What a call did in the words that its action's name gives, with service and Region, which tell more than such words. */
function didByName(record: Call, action: Action): string {
  const about = action.about(record);
  return `${action.did}${about && ` ${about}`}${placeOf(record)}`;
}

function placeOf(record: Call): string {
  const service = serviceOf(record);
  const region = record.text('awsRegion');
  return `${service ? ` on ${service}` : ''}${region ? ` in ${region}` : ''}`;
}

/** What a call did to what, without who did it and how it ended. */
function did(record: Call, action: Action): string {
  if (action.isByGrammar) return didByName(record, action);
  return `${hasFailed(record) ? `tried to ${action.tried}` : action.did} ${action.about(record)}`;
}

const callOf = (record: unknown): Call & { readonly action: Action } => {
  const reader = { ...readRecord(record), isOwn: rules.isServiceCall(subjectOf(record)) };
  return { ...reader, action: actionOf(reader.text('eventSource') ?? '', reader.text('eventName') ?? '') };
};

const isSignIn = (call: Call): boolean => call.text('eventName') === 'ConsoleLogin';

/** The sentence of a record that is no call somebody made; undefined for such a call. */
function withoutCaller(record: unknown, call: Call & { readonly action: Action }): string | undefined {
  const subject = subjectOf(record);
  if (rules.isInsight(subject)) return insight(call);
  if (rules.isAggregated(subject)) return aggregated(call);
  if (!call.action.isByGrammar || isSignIn(call)) return undefined;
  if (call.text('eventType') === 'AwsServiceEvent')
    return serviceEvent(call, serviceOf(call), call.text('awsRegion'));
  return call.text('eventName') === undefined
    ? `A record without an event name${placeOf(call)}${failureInWords(call)}.`
    : undefined;
}

/**
 * One plain sentence about a parsed CloudTrail record: who did what to what, from where, with which client, with MFA or not, and how it ended. Takes any JSON
 * value and never throws. The values in it are the record's own, shortened, and as untrusted as the record: whoever shows
 * the sentence makes control characters visible.
 */
export function summarise(record: unknown): string {
  const call = callOf(record);
  const whole = withoutCaller(record, call);
  if (whole !== undefined) return whole;
  if (isSignIn(call)) return `${callerInWords(call)} ${signIn(call, origin(call))}.`;
  return `${callerInWords(call)} ${did(call, call.action)}${circumstances(call)}.`;
}

/**
 * The same in few words, for a list that has who, from where and with which client in columns of their own: what was done
 * to what and, where it did not go well, how it ended. As untrusted as the record; no full stop at its end.
 */
export function summariseShort(record: unknown): string {
  const call = callOf(record);
  const whole = withoutCaller(record, call);
  if (whole !== undefined) return whole.replace(/\.$/, '');
  const words = isSignIn(call) ? signIn(call, '') : `${did(call, call.action)}${failureInWords(call)}`;
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
