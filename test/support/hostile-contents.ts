import { gzipSync } from 'node:zlib';
import { tarOf, zipOf } from './archives.ts';
import { record } from './records.ts';

const text = JSON.stringify(record(1));
const filled = (piece: string, size: number): Buffer => Buffer.alloc(Math.floor(size * 262_144), piece);
const times = (size: number, count: number, of: (index: number) => string): string =>
  Array.from({ length: Math.floor(size * count) }, (_, index) => of(index)).join(',');
const escaped = (inner: string, layers: number): string =>
  layers === 0 ? inner : escaped(JSON.stringify({ message: inner }), layers - 1);

/** Content that grows with a size, made to cost a reader more than its bytes are worth. */
export const hostileContents: Readonly<Record<string, (size: number) => Buffer | Promise<Buffer>>> = {
  'lists that open': (size) => filled('[', 2 * size),
  'lists in lists': (size) => Buffer.concat([filled('[', size), filled(']', size)]),
  'lists in lists around a record': (size) =>
    Buffer.concat([filled('[', size), Buffer.from(text), filled(']', size)]),
  'a value nested in a record': (size) =>
    Buffer.concat([
      Buffer.from('{"Records":[{"eventVersion":'),
      filled('[', size),
      filled(']', size),
      Buffer.from('}]}'),
    ]),
  'a wide object': (size) => Buffer.from(`{${times(size, 6_000, (index) => `"k${index}":{"eventName":1}`)}}`),
  'one key many times': (size) => Buffer.from(`{${times(size, 6_000, () => '"eventName":{"a":[]}')}}`),
  'records in a list under any key': (size) => Buffer.from(`{"any":[${times(size, 1_000, () => text)}]}`),
  'records beside a list': (size) => Buffer.from(`{"any":[${times(size, 1_000, () => text)}],"Records":[]}`),
  'a long text': (size) => Buffer.from(JSON.stringify({ a: `${'x'.repeat(size * 1_048_576)} eventName` })),
  'records in texts in texts': (size) => Buffer.from(escaped(`[${times(size, 50, () => text)}]`, 6)),
  'small packed texts': (size) =>
    Buffer.from(
      JSON.stringify({
        a: Array.from({ length: size * 100 }, () => gzipSync('{'.repeat(100_000)).toString('base64')),
      }),
    ),
  'lines that open objects': (size) => filled('x {"a":\n', size),
  'lines that open records': (size) => filled('x {"eventVersion":\n', size),
  'records that open in one line': (size) => filled('x {"eventVersion":', size),
  'problems without end': (size) =>
    Buffer.from(`{"Records":[${times(size, 10_000, () => '{"eventVersion":(}')}]}`),
  'names without records': (size) => filled('eventSource "eventName" ', size),
  'members of gzip': (size) => Buffer.concat(Array.from({ length: size * 200 }, () => gzipSync(`${text}\n`))),
  'members of zip': (size) =>
    zipOf(Array.from({ length: size * 300 }, (_, index) => ({ name: `${index}.json`, data: '{}' }))),
  'members of tar': (size) =>
    tarOf(Array.from({ length: size * 300 }, (_, index) => ({ name: `${index}.json`, data: '{}' }))),
};
