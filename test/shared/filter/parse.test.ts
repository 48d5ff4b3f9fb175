import { describe, expect, it } from 'vitest';
import { everything, type Filter, type Test } from '../../../shared/filter/filter.ts';
import {
  maxFilterLength,
  maxListLength,
  maxTextDepth,
  maxTextLength,
} from '../../../shared/filter/limits.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { tokenise } from '../../../shared/filter/tokens.ts';

const on = (field: string, test: Test): Filter => ({ kind: 'field', field, test });
const is = (field: string, value: string | number | boolean, caseSensitive = false): Filter =>
  on(field, { op: 'equals', value, caseSensitive });
const not = (of: Filter): Filter => ({ kind: 'not', of });
const and = (...of: readonly Filter[]): Filter => ({ kind: 'and', of });
const or = (...of: readonly Filter[]): Filter => ({ kind: 'or', of });
const text = (words: string): Filter => ({ kind: 'text', text: words });
const like = (field: string, pattern: string, caseSensitive = false): Filter =>
  on(field, { op: 'wildcard', pattern, caseSensitive });
const error = 'errorCode';

const readings: readonly (readonly [string, Filter])[] = [
  ['', everything],
  [' \n ', everything],
  ['eventName:DeleteTrail', is('eventName', 'DeleteTrail')],
  ['EVENTNAME = DeleteTrail', is('eventName', 'DeleteTrail', true)],
  ['eventName!=DeleteTrail', not(is('eventName', 'DeleteTrail', true))],
  ['eventName:Delete*', like('eventName', 'Delete*')],
  ['eventName=De?ete\\*', like('eventName', 'De?ete\\*', true)],
  ['eventName:a\\*b', is('eventName', 'a*b')],
  ['eventName:"Delete*"', is('eventName', 'Delete*')],
  ['eventName:"say \\"hi\\" \\\\ C:\\temp"', is('eventName', 'say "hi" \\ C:\\temp')],
  [
    'eventName:(a or B, "c d" e)',
    on('eventName', { op: 'in', values: ['a', 'B', 'c d', 'e'], caseSensitive: false }),
  ],
  ['eventName=(a,b)', on('eventName', { op: 'in', values: ['a', 'b'], caseSensitive: true })],
  ['eventName!=(a,b)', not(on('eventName', { op: 'in', values: ['a', 'b'], caseSensitive: true }))],
  [
    'eventName:(a, Put*, /x/)',
    or(
      is('eventName', 'a'),
      like('eventName', 'Put*'),
      on('eventName', { op: 'regex', pattern: 'x', caseSensitive: true }),
    ),
  ],
  ['errorCode:*', on(error, { op: 'exists' })],
  ['exists(errorCode)', on(error, { op: 'exists' })],
  ['-errorCode:*', not(on(error, { op: 'exists' }))],
  ['ABSENT( errorCode )', on(error, { op: 'absent' })],
  ['null(responseElements)', on('responseElements', { op: 'null' })],
  [
    'eventTime:[2023-07-10T11:00 to 2023-07-10T12:00]',
    on('eventTime', { op: 'between', from: '2023-07-10T11:00', to: '2023-07-10T12:00' }),
  ],
  ['eventTime:[2023-07-10 TO *]', on('eventTime', { op: 'compare', than: '>=', value: '2023-07-10' })],
  ['eventTime<"2023-07-10 12:00"', on('eventTime', { op: 'compare', than: '<', value: '2023-07-10 12:00' })],
  [
    'requestParameters.maxResults>100',
    on('requestParameters.maxResults', { op: 'compare', than: '>', value: 100 }),
  ],
  [
    'requestParameters.maxResults>="100"',
    on('requestParameters.maxResults', { op: 'compare', than: '>=', value: '100' }),
  ],
  [
    'requestParameters.maxResults:[1 to 1e3]',
    on('requestParameters.maxResults', { op: 'between', from: 1, to: 1000 }),
  ],
  ['requestParameters.n:5', is('requestParameters.n', 5)],
  ['requestParameters.n:"5"', is('requestParameters.n', '5')],
  ['requestParameters.n:007', is('requestParameters.n', '007')],
  ['requestParameters.on=true', is('requestParameters.on', true, true)],
  ['recipientAccountId:012345678901', is('recipientAccountId', '012345678901')],
  ['recipientAccountId:123456789012', is('recipientAccountId', '123456789012')],
  ['readOnly:True', is('readOnly', true)],
  ['sourceIPAddress:10.0.0.0/8', on('sourceIPAddress', { op: 'cidr', block: '10.0.0.0/8' })],
  ['sourceIPAddress:2001:db8::/32', on('sourceIPAddress', { op: 'cidr', block: '2001:db8::/32' })],
  ['sourceIPAddress:::1', is('sourceIPAddress', '::1')],
  ['sourceIPAddress:"10.0.0.0/8"', is('sourceIPAddress', '10.0.0.0/8')],
  ['cidr(requestParameters.ip, 10.0.0.0/8)', on('requestParameters.ip', { op: 'cidr', block: '10.0.0.0/8' })],
  [
    'userAgent:/^aws-cli\\/2 .*\\d$/i',
    on('userAgent', { op: 'regex', pattern: '^aws-cli/2 .*\\d$', caseSensitive: false }),
  ],
  ['userAgent:/aws/lambda', is('userAgent', '/aws/lambda')],
  [
    'userIdentity.accountId!=@recipientAccountId',
    not(on('userIdentity.accountId', { op: 'same-as', field: 'recipientAccountId', caseSensitive: true })),
  ],
  ["requestParameters['a b'].items[0]:x", is("requestParameters['a b'].items[0]", 'x')],
  ["resources[*]['ARN']:x", is('resources[*].ARN', 'x')],
  ["['foo']:x", is('foo', 'x')],
  [
    'useridentity.sessioncontext.sessionissuer.ARN:x',
    is('userIdentity.sessionContext.sessionIssuer.arn', 'x'),
  ],
  ['requestparameters.bucketName:x', is('requestParameters.bucketName', 'x')],
  ['eventcontext:*', on('eventContext', { op: 'exists' })],
  ['insightDetails.state:Start', is('insightDetails.state', 'Start')],
  ['foo.bar:x', is('foo.bar', 'x')],
  ['DeleteTrail', text('DeleteTrail')],
  ['Delete*', text('Delete')],
  ['10.1.2.3', text('10.1.2.3')],
  ['"two words"', text('two words')],
  ['arn:aws:iam::123456789012:role/x', text('arn:aws:iam::123456789012:role/x')],
  ['https://x.example', text('https://x.example')],
  ['AWS::S3::Bucket', text('AWS::S3::Bucket')],
  ['10:30', text('10:30')],
  ['a b', and(text('a'), text('b'))],
  ['a AND b Or c', or(and(text('a'), text('b')), text('c'))],
  ['a or b and not c', or(text('a'), and(text('b'), not(text('c'))))],
  ['not a b', and(not(text('a')), text('b'))],
  ['not (a b)', not(and(text('a'), text('b')))],
  ['-(a or b) c', and(not(or(text('a'), text('b'))), text('c'))],
  ['not not a', text('a')],
  ['(a)(b)', and(text('a'), text('b'))],
  ['android and nothing', and(text('android'), text('nothing'))],
  ['not all()', or()],
];

it.each(readings)('%j is read as meant', (typed, filter) => {
  expect(parseFilter(typed)).toEqual({ filter, problems: [] });
});

describe('problems', () => {
  const fixed = (typed: string): string | undefined => {
    const fix = parseFilter(typed).problems[0]?.fix;
    return fix && typed.slice(0, fix.from) + fix.insert + typed.slice(fix.to);
  };

  it.each([
    ['a eventNme:x', 'a eventName:x'],
    ['region=us-east-1', 'awsRegion=us-east-1'],
    ['userName:x', 'userIdentity.userName:x'],
    ['sourceIP:1.2.3.4', 'sourceIPAddress:1.2.3.4'],
    ['eventcontxt:*', 'eventContext:*'],
    ['eventName=@errorcod', 'eventName=@errorCode'],
    ['absent(errorcod)', 'absent(errorCode)'],
    ['eventName:a,b', 'eventName:"a,b"'],
    ['exist(errorCode) b', '"exist(errorCode)" b'],
    ['De*te', '"De*te"'],
    ['eventName:"abc', 'eventName:"abc"'],
    ["it's", '"it\'s"'],
  ])('%j has a fix that gives %j', (typed, after) => {
    expect(fixed(typed)).toBe(after);
    expect(parseFilter(after).problems).toEqual([]);
  });

  it.each([
    ['foo:bar', 0, 3, /no field foo/],
    ['eventName:', 9, 10, /missing after “:”/],
    ['eventName: and b', 9, 11, /missing after “:”/],
    ['(eventName=)', 10, 11, /missing after “=”/],
    ['a and', 2, 5, /missing at “and”/],
    ['or a', 0, 0, /missing/],
    ['a not', 2, 5, /missing at “not”/],
    ['(a', 0, 1, /not closed/],
    ['a) b', 1, 2, /closes nothing/],
    ['()', 1, 1, /missing/],
    ['readOnly:maybe', 9, 14, /true or false/],
    ['eventTime>yesterday', 10, 19, /time in UTC/],
    ['eventTime:[2023-07-10 to 2023-13-10]', 25, 35, /time in UTC/],
    ['eventTime:[2023-07-10', 10, 21, /range/],
    ['sourceIPAddress:10.0.0.0/33', 16, 27, /address block/],
    ['cidr(userAgent, x)', 16, 17, /address block/],
    ['eventName:(a and b)', 13, 16, /“or” or commas/],
    ['eventName:(a', 10, 12, /not closed/],
    ['exists(errorCode', 0, 16, /not closed/],
    ['eventName>', 9, 10, /missing/],
  ])('%j is reported where it is', (typed, from, to, message) => {
    const [problem] = parseFilter(typed).problems;
    expect(problem).toMatchObject({ from, to });
    expect(problem?.message).toMatch(message);
  });

  it('leave the rest of the filter readable', () => {
    expect(parseFilter('eventName:a foo:b errorCode:*').filter).toEqual(
      and(is('eventName', 'a'), on(error, { op: 'exists' })),
    );
    expect(parseFilter('foo:b').filter).toBeUndefined();
  });
});

describe('limits', () => {
  it('a longer text than allowed is refused as a whole', () => {
    const words = (length: number): string => 'ab '.repeat(length / 3 + 1).slice(0, length);
    expect(parseFilter('a'.repeat(maxTextLength)).problems).toEqual([]);
    expect(parseFilter(words(maxFilterLength + 1)).filter).toBeUndefined();
    expect(parseFilter(words(maxFilterLength + 1)).problems).toHaveLength(1);
  });

  it('a longer value than allowed is refused where it stands', () => {
    const { problems } = parseFilter(`eventName:a errorCode:${'b'.repeat(maxTextLength + 3)}`);
    expect(problems).toMatchObject([{ from: 22, message: expect.stringContaining('20000') as string }]);
  });

  it.each(['(', 'not ', '-', '-('])('%j nested without end is a problem, not a crash', (piece) => {
    const { problems } = parseFilter(piece.repeat(Math.floor(maxTextLength / piece.length)));
    expect(problems.some(({ message }) => message.includes('nested'))).toBe(true);
    expect(problems.length).toBeLessThan(200);
  });

  it('brackets nest as deep as said', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(parseFilter(nested(maxTextDepth))).toEqual({ filter: text('a'), problems: [] });
    expect(parseFilter(nested(maxTextDepth + 1)).problems).not.toEqual([]);
  });

  it('a list has a length that fits', () => {
    const { filter, problems } = parseFilter(
      `requestParameters.n:(${Array.from({ length: 3_000 }, (_, n) => n).join(' ')})`,
    );
    expect(problems).toEqual([]);
    expect(filter).toMatchObject({ test: { op: 'in', values: { length: 3_000 } } });
    expect(parseFilter(`eventName:(${'a,'.repeat(9_980)})`).problems).toEqual([]);
    expect(maxListLength * 2).toBeGreaterThanOrEqual(maxTextLength);
  });
});

it('tokens name every stretch for highlighting', () => {
  const typed = 'eventName:(a, "b c") and -userAgent=/x/i or word foo:1 a=@b';
  const kinds = tokenise(typed).map(({ kind, from, to }) => [kind, typed.slice(from, to)]);
  expect(kinds).toEqual([
    ['field', 'eventName'],
    ['operator', ':'],
    ['bracket', '('],
    ['value', 'a'],
    ['operator', ','],
    ['string', '"b c"'],
    ['bracket', ')'],
    ['keyword', 'and'],
    ['keyword', '-'],
    ['field', 'userAgent'],
    ['operator', '='],
    ['regex', '/x/i'],
    ['keyword', 'or'],
    ['word', 'word'],
    ['error', 'foo'],
    ['operator', ':'],
    ['value', '1'],
    ['error', 'a'],
    ['operator', '='],
    ['error', '@b'],
  ]);
});
