import { isHidden, isObject, list, member, flag, text, texts, type Json } from './json.ts';
import { finding, type Finding } from './judgement.ts';

/**
 * What a set of selectors records, taken apart: each piece is one category, read or write, under conditions that all hold. The
 * pieces of a set add up. Source: CloudTrail API Reference, “EventSelector” and “AdvancedFieldSelector”.
 */
interface Piece {
  readonly category: string;
  readonly isRead: boolean;
  /** By field and operator, `eventSource notEquals`, its values. */
  readonly conditions: ReadonlyMap<string, ReadonlySet<string>>;
}

const operators = ['equals', 'notEquals', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith'] as const;
const isDenying = (condition: string): boolean => condition.includes(' not');

const conditionsOf = (entries: readonly (readonly [string, readonly string[]])[]): Piece['conditions'] =>
  new Map(entries.filter(([, values]) => values.length > 0).map(([key, values]) => [key, new Set(values)]));

const sides = (readWriteType: string | undefined): readonly boolean[] =>
  readWriteType === 'ReadOnly' ? [true] : readWriteType === 'WriteOnly' ? [false] : [true, false];

/** `arn:aws:s3` and `arn:aws:lambda` stand for all there are. */
const isAll = (value: string): boolean => /^arn:[a-z-]+:(s3(:::)?|lambda)$/.test(value);

function basicPieces(selector: unknown): readonly Piece[] {
  const reads = sides(text(member(selector, 'readWriteType')));
  const excluded = texts(member(selector, 'excludeManagementEventSources'));
  const isManaging = flag(member(selector, 'includeManagementEvents')) ?? true;
  const management = conditionsOf([['eventSource notEquals', excluded]]);
  const data = list(member(selector, 'dataResources')).flatMap((one) => {
    const values = texts(member(one, 'values'));
    if (values.length === 0) return [];
    const type = ['resources.type equals', texts(member(one, 'type'))] as const;
    return [conditionsOf(values.some(isAll) ? [type] : [type, ['resources.ARN startsWith', values]])];
  });
  return reads.flatMap((isRead) => [
    ...(isManaging ? [{ category: 'Management', isRead, conditions: management }] : []),
    ...data.map((conditions) => ({ category: 'Data', isRead, conditions })),
  ]);
}

function advancedPieces(selector: unknown): readonly Piece[] {
  let category = 'Management';
  let reads: readonly boolean[] = [true, false];
  const conditions: [string, readonly string[]][] = [];
  for (const one of list(member(selector, 'fieldSelectors'))) {
    const field = text(member(one, 'field')) ?? '';
    const equals = texts(member(one, 'equals'));
    if (field === 'eventCategory') category = equals[0] ?? category;
    else if (field === 'readOnly') reads = reads.filter((isRead) => equals.includes(String(isRead)));
    else
      for (const operator of operators)
        conditions.push([`${field} ${operator}`, texts(member(one, operator))]);
  }
  return reads.map((isRead) => ({ category, isRead, conditions: conditionsOf(conditions) }));
}

/** The lists of selectors of a request, an answer or what `get-event-selectors` tells; undefined where there is none to read. */
export function piecesOf(document: unknown): readonly Piece[] | undefined {
  const basic = member(document, 'eventSelectors');
  const advanced = member(document, 'advancedEventSelectors');
  if (isHidden(basic) || isHidden(advanced)) return undefined;
  const of = (all: unknown): readonly Json[] => list(all).filter(isObject);
  if (of(advanced).length > 0) return of(advanced).flatMap(advancedPieces);
  return of(basic).length > 0 ? of(basic).flatMap(basicPieces) : undefined;
}

/** What a new trail records before anybody sets selectors: all management events, no data. */
export const ofNewTrail: readonly Piece[] = [true, false].map((isRead) => ({
  category: 'Management',
  isRead,
  conditions: new Map(),
}));

/** True when all that `some` records is also recorded by the piece: each of its conditions is implied. */
function covers(piece: Piece, some: Piece): boolean {
  if (piece.category !== some.category || piece.isRead !== some.isRead) return false;
  return [...piece.conditions].every(([condition, values]) => {
    const others = some.conditions.get(condition);
    if (!others) return false;
    const [larger, smaller] = isDenying(condition) ? [others, values] : [values, others];
    return [...smaller].every(
      (one) =>
        larger.has(one) ||
        (condition.endsWith(' startsWith') && [...larger].some((start) => one.startsWith(start))),
    );
  });
}

const isCovered = (some: Piece, by: readonly Piece[]): boolean => by.some((piece) => covers(piece, some));

const kindOf = ({ category, isRead }: Piece): string => {
  const side = isRead ? 'reads' : 'writes';
  return category === 'Management'
    ? `management ${side}`
    : category === 'NetworkActivity'
      ? `network ${side}`
      : `data ${side}`;
};

const kindsOf = (pieces: readonly Piece[]): string => [...new Set(pieces.map(kindOf))].join(', ');

/** What a set of selectors leaves out, against the set that held before. */
export function comparedSelectors(before: readonly Piece[], after: readonly Piece[]): Finding {
  const lost = before.filter((piece) => !isCovered(piece, after));
  const gained = after.filter((piece) => !isCovered(piece, before));
  if (lost.length === 0 && gained.length === 0)
    return finding('same', 'The set records what the one before it did.');
  const more = `It records ${kindsOf(gained)} that the set before it left out.`;
  if (lost.length === 0) return finding('widens', more);
  const less = `It leaves out ${kindsOf(lost)} that the set before it recorded.`;
  return finding('narrows', gained.length === 0 ? less : `${less} ${more}`, wordsFor(lost, after));
}

/** `management events off on`, or what of them. */
function wordsFor(lost: readonly Piece[], after: readonly Piece[]): string {
  const isManaging = lost.some(({ category }) => category === 'Management');
  if (!isManaging)
    return `fewer ${lost.every(({ category }) => category === 'Data') ? 'data' : 'other'} events on`;
  const left = after.filter(({ category }) => category === 'Management');
  if (left.length === 0) return 'management events off on';
  if (!left.some(({ isRead }) => !isRead)) return 'management writes off on';
  if (!left.some(({ isRead }) => isRead)) return 'management reads off on';
  return 'some management events off on';
}

/** Sources that may be left out of management events, in words. */
const sourceNames: Readonly<Record<string, string>> = {
  'kms.amazonaws.com': 'KMS',
  'rdsdata.amazonaws.com': 'the RDS Data API',
};

function partOf(pieces: readonly Piece[]): readonly Finding[] {
  const [shared] = pieces;
  if (!shared) return [];
  return [...shared.conditions].map(([condition, values]) => {
    const [field = '', operator = ''] = condition.split(' ');
    const names = [...values]
      .slice(0, 3)
      .map((one) => sourceNames[one] ?? one)
      .join(', ');
    const words = isDenying(condition)
      ? `those whose ${field} is ${names}`
      : `all but those whose ${field} ${operator} ${names}`;
    return finding(
      'narrows',
      `Of management events it leaves out ${words}.`,
      'some management events off on',
    );
  });
}

/** What a set of selectors leaves out on sight, without knowing the set before. */
export function seenSelectors(after: readonly Piece[]): readonly Finding[] {
  const management = after.filter(({ category }) => category === 'Management');
  if (management.length === 0)
    return [finding('narrows', 'The set records no management events.', 'management events off on')];
  const side = (isRead: boolean): readonly Piece[] => management.filter((piece) => piece.isRead === isRead);
  const missing = [true, false].flatMap((isRead) =>
    side(isRead).length > 0
      ? []
      : [
          isRead
            ? finding(
                'narrows',
                'The set records writes only: reads are left out.',
                'management reads off on',
              )
            : finding(
                'narrows',
                'The set records reads only: all changes are left out.',
                'management writes off on',
              ),
        ],
  );
  const whole = [true, false].every((isRead) => side(isRead).some(({ conditions }) => conditions.size === 0));
  if (missing.length > 0) return missing;
  if (!whole) return partOf(management);
  return [
    finding(
      'cannot be told',
      'The set records all management events; whether the one before it recorded more data events is not in this record.',
    ),
  ];
}

/** On a trail, a condition on who called hides data and network events only: CloudTrail User Guide, “Filtering data events by userIdentity”. */
export function hiddenCallers(after: readonly Piece[]): readonly Finding[] {
  const hidden = after.some(({ conditions }) =>
    [...conditions.keys()].some((key) => key.startsWith('userIdentity.arn not')),
  );
  return hidden
    ? [
        finding(
          'narrows',
          'It leaves out the events of some callers by their ARN.',
          'events of some callers off on',
        ),
      ]
    : [];
}
