import { isoMicros, readTime } from '../time/read-time.ts';
import { canonicalText, type Spelling } from './canonical.ts';

/**
 * Top-level keys that exporters add to a record; no CloudTrail record has them. Sources: Panther, "Standard fields" (`p_`);
 * Tailpipe, "Common fields" (`tp_`); Elasticsearch, "Metadata fields", Splunk, "Default fields", and Azure Monitor,
 * "Standard columns" (`_id`, `_time`, `_ResourceId`); Logstash, "Event API", and CloudWatch Logs Insights (`@timestamp`, `@ptr`);
 * Cribl, "Internal fields" (`cribl_`); Datadog, "Log attributes" (`dd`); Fluent Bit, "HTTP output" (`date`); Vector, "Log schema"
 * (`source_type`); AWS Glue, "Partitions" (`partition_0`, `year`, `month`, `day`).
 */
const addedKeys =
  /^(?:p_.*|tp_.*|_.*|@.*|cribl_.*|ddsource|ddtags|date|timestamp|host|index|source|source_type|sourcetype|splunk_server|linecount|punct|TenantId|TimeGenerated|SourceSystem|partition_\d+|year|month|day)$/;

const timeKeys: ReadonlySet<string> = new Set(['eventTime', 'creationDate']);
const booleanKeys: ReadonlySet<string> = new Set(['readOnly', 'managementEvent']);
/** CloudTrail writes these truth values as text itself. */
const truthTextKeys: ReadonlySet<string> = new Set(['mfaAuthenticated', 'sessionCredentialFromConsole']);
const guidKeys: ReadonlySet<string> = new Set(['eventID', 'sharedEventID']);

/** CloudTrail writes whole seconds; what stands behind them comes from an exporter. */
const second = (text: string): string | undefined => {
  const micros = readTime(text)?.micros;
  return micros === undefined ? undefined : `second ${Math.floor(micros / 1_000_000)}`;
};

/** Whole seconds as exporters write them that take every text of a time for one: `….000Z`, `…+00:00`. */
function wholeSecond(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[T ][\d:]{8}(?:\.0+)?(?:Z|[+-]00:?00)$/.test(text)) return text;
  const micros = isoMicros(text);
  return micros === undefined ? text : new Date(micros / 1_000).toISOString();
}

/** A number's digits without a trailing zero behind the point and without an exponent: `1.0` and `1` are one. */
function plainNumber(digits: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(digits) ?? [];
  const all = `${whole}${fraction}`;
  const trimmed = all.replace(/0+$/, '');
  if (/^0*$/.test(trimmed)) return '0';
  const power = Number(exponent) - fraction.length + (all.length - trimmed.length);
  const significant = trimmed.replace(/^0+/, '');
  if (power >= 0 && power <= 40) return `${sign}${significant}${'0'.repeat(power)}`;
  if (power < 0 && power >= -40) {
    const padded = significant.padStart(1 - power, '0');
    return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`;
  }
  return `${sign}${significant}e${power}`;
}

/** Texts of digits are CloudTrail's own or an exporter's; of two copies that differ in this, the one with numbers is CloudTrail's. */
const isNumberText = (value: string): boolean => value.length < 40 && /^-?\d+(?:\.\d+)?$/.test(value);

/** Account numbers are texts in every CloudTrail record. */
const isAccountKey = (key: string): boolean => /account(?:id)?$/i.test(key);

/** What a record says as an event, and how far it is spelled from how CloudTrail writes it. */
interface SameEvent {
  readonly text: string;
  /** Members that CloudTrail would spell otherwise or does not have. */
  readonly strange: number;
}

/**
 * One text for all records that differ in nothing but spelling: key order and white space, null or absent, numbers and truth
 * values as text, `1.0` for `1`, fractions of seconds and the form of times, case of event IDs, keys that exporters add. The
 * receiving account is left out: with the event ID it is the record's identity, and some copies lost it. `updated` are top-level
 * fields that are left out too, see `updatedFields`. Throws SyntaxError on text that is not JSON.
 */
export function sameEvent(record: string, updated: ReadonlySet<string> = new Set()): SameEvent {
  let strange = 0;
  const respelled = (value: string, own: string): string => {
    if (value !== own) strange += 1;
    return JSON.stringify(value);
  };
  const spelling: Spelling = {
    text: (value, key) => {
      if (timeKeys.has(key)) {
        if (!/^[-\d]{10}T[:\d]{8}Z$/.test(value)) strange += 1;
        return JSON.stringify(second(value) ?? value);
      }
      if (booleanKeys.has(key)) strange += 1;
      if (booleanKeys.has(key) || truthTextKeys.has(key)) return JSON.stringify(value.toLowerCase());
      if (isNumberText(value) && !isAccountKey(key)) strange += 1;
      return respelled(guidKeys.has(key) ? value.toLowerCase() : wholeSecond(value), value);
    },
    number: (digits, key) => {
      if (timeKeys.has(key) || isAccountKey(key) || /e/i.test(digits)) strange += 1;
      return JSON.stringify((timeKeys.has(key) ? second(digits) : undefined) ?? plainNumber(digits));
    },
    word: (word) => (word === 'null' ? word : `"${word}"`),
    keeps: (key, value, depth) => {
      if (value === 'null') return false;
      if (depth > 1) return true;
      const isAdded = addedKeys.test(key);
      if (isAdded) strange += 1;
      return !isAdded && key !== 'recipientAccountId' && !updated.has(key);
    },
  };
  return { text: canonicalText(record, spelling), strange };
}

/**
 * The top-level fields that a later record of the same event corrects, with `addendum` itself; undefined for a record that
 * corrects none. Source: AWS CloudTrail User Guide, "CloudTrail record contents" (addendum, `UPDATED_DATA`).
 */
export function updatedFields(record: string): readonly string[] | undefined {
  if (!record.includes('UPDATED_DATA')) return undefined;
  const { addendum } = JSON.parse(record) as {
    addendum?: { reason?: unknown; updatedFields?: unknown } | null;
  };
  if (addendum?.reason !== 'UPDATED_DATA' || typeof addendum.updatedFields !== 'string') return undefined;
  return ['addendum', ...addendum.updatedFields.split(/[\s,;]+/).map((path) => path.replace(/[.[].*$/, ''))];
}
