import { mostBins } from '../../../../shared/contract/timeline.ts';
import { fieldNamed, searchableFields, type FieldType } from '../../../../shared/fields/catalogue.ts';
import { visibleText } from '../../../kit/format.ts';
import { binInWords } from '../../../charts/time-axis.ts';

/** A line of a choice; kit selects take these. */
interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Stands for “no field” and “no width of its own” in a select, whose values are text. */
export const noChoice = '';

const minute = 60_000_000;
const hour = 60 * minute;

/** The widths a bar can be given. Microseconds. */
const widths: readonly number[] = [1, 5, 10, 30]
  .map((n) => n * minute)
  .concat([1, 3, 6, 12, 24].map((n) => n * hour));

/** True when a chart this wide has a pixel for each bar of this width. */
export const canDraw = (binMicros: number, spanMicros: number, widthPx: number): boolean =>
  Math.ceil(spanMicros / binMicros) + 1 <= Math.min(mostBins, widthPx);

/** What bars can be as wide as: all that can be drawn and make more than one bar, and the present choice whatever it is. */
export function binChoices(chosen: number | null, spanMicros: number, widthPx: number): Choice[] {
  const drawable = widths.filter((width) => canDraw(width, spanMicros, widthPx) && width < spanMicros);
  const all = chosen === null || drawable.includes(chosen) ? drawable : [...drawable, chosen];
  return [
    { value: noChoice, label: 'as fits' },
    ...all
      .toSorted((one, other) => one - other)
      .map((width) => ({
        value: String(width),
        label: drawable.includes(width) ? binInWords(width) : `${binInWords(width)}, not here`,
      })),
  ];
}

/** Fields whose every value is its own: bars could only show one bar each. */
const unique = new Set(['eventID', 'requestID', 'sharedEventID', 'errorMessage', 'note.comment']);
const unsplit: ReadonlySet<FieldType> = new Set(['json', 'time', 'number']);
const common = [
  'consequence',
  'outcome',
  'result',
  'errorCode',
  'awsRegion',
  'recipientAccountId',
  'eventSource',
  'eventName',
  'principal',
  'userIdentity.type',
  'sourceIPAddress',
  'eventCategory',
  'readOnly',
];

export const fieldWords = (field: string): string => fieldNamed(field)?.label ?? visibleText(field);

/** Fields that bars can be split by, the usual ones first; `chosen` may be a path into the record. */
export function splitChoices(chosen: string | null): Choice[] {
  const others = searchableFields
    .filter(({ type, name, composed }) => !composed && !unsplit.has(type) && !unique.has(name))
    .map(({ name }) => name)
    .toSorted((one, other) => fieldWords(one).localeCompare(fieldWords(other)));
  const all = new Set([...common, ...others, ...(chosen === null ? [] : [chosen])]);
  return [
    { value: noChoice, label: 'nothing' },
    ...[...all].map((field) => ({ value: field, label: fieldWords(field) })),
  ];
}

const laneFields = [
  'recipientAccountId',
  'awsRegion',
  'eventSource',
  'principal',
  'userIdentity.arn',
  'userIdentity.accessKeyId',
];
const laneWords: Readonly<Record<string, string>> = {
  principal: 'Identity',
  'userIdentity.arn': 'Session',
};

/** What lanes can stand for, as people say it. */
export const laneTitle = (field: string): string => laneWords[field] ?? fieldWords(field);

export function laneChoices(chosen: string | null): Choice[] {
  const all = new Set([...laneFields, ...(chosen === null ? [] : [chosen])]);
  return [
    { value: noChoice, label: 'none' },
    ...[...all].map((field) => ({ value: field, label: laneTitle(field) })),
  ];
}
