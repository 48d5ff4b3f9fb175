import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { fromBufferPromise } from 'yauzl';
import type { Exported } from '../../../../shared/contract/export.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, logText, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

/** Newest first, as the window starts with. */
export const newestFirst = [{ field: 'eventTime', descending: true }];
export const columns = ['eventTime', 'eventName', 'readOnly', 'userAgent', 'requestParameters.bucketName'];
export const everything: Extract<Exported, { kind: 'events' }> = {
  kind: 'events',
  question: all,
  sort: newestFirst,
  columns,
  format: 'csv',
};

export const hostile = {
  eventName: '=HYPERLINK("https://example.invalid")',
  userAgent: 'a,"b"\r\nc\u0007 <&> _x0041_',
};

/** Ten plain events, a hostile one, a pretty-printed one and one with bytes that are no UTF-8. */
export async function workspaceWithAll(): Promise<
  TestEngine & { readonly out: string; readonly trail: string }
> {
  const root = tempFolder();
  const pretty = JSON.stringify(record(11, { eventName: 'Pretty' }), null, 2);
  const torn = Buffer.from(logText([record(12, { userAgent: 'torn-@@' })]), 'latin1');
  torn[torn.indexOf('@@')] = 0xff;
  writeFiles(root, {
    'trail/a.json.gz': logFile([...Array.from({ length: 10 }, (_, n) => record(n)), record(10, hostile)]),
    'trail/b.json': `{"Records":[${pretty}]}`,
    'trail/c.json': torn,
    'out/.keep': '',
  });
  const engine = testEngine(root);
  await engine.importAll(join(root, 'trail'));
  return { ...engine, out: join(root, 'out'), trail: join(root, 'trail') };
}

/** Starts an export and waits for its end. */
export async function exported(
  { call, grant, finished }: TestEngine,
  what: Exported,
  path: string,
  isReplacing = false,
): Promise<Job> {
  const { jobId } = await call('export.start', { what, grant: grant(path), isReplacing });
  return finished(jobId);
}

export const csvRows = (path: string): Record<string, string>[] =>
  parse(readFileSync(path), { columns: true });

export const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);

/** A Parquet file's rows, read by a DuckDB of its own, in the file's order. */
export async function parquetRows(path: string, query = '*'): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const rows = `SELECT * EXCLUDE (file_row_number) FROM read_parquet('${path}', file_row_number = true) ORDER BY file_row_number`;
    const reader = await connection.runAndReadAll(`SELECT ${query} FROM (${rows})`);
    return reader.getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The members of a zip archive; yauzl checks sizes and sums. */
export async function unzipped(path: string): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(readFileSync(path));
  const members = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    members.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return members;
}

const unescaped = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-F]{4})_/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** The cells of a sheet by row; a cell left out is null. */
export function sheetRows(xml: string): (string | null)[][] {
  return [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: (string | null)[] = [];
    for (const [, letters = '', inner = ''] of row.matchAll(/<c r="([A-Z]+)\d+"[^>]*>(.*?)<\/c>/gs)) {
      const at = letters.split(/(?=.)/).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      while (cells.length < at) cells.push(null);
      cells.push(unescaped(/<(?:t|v)[^>]*>(.*)<\/(?:t|v)>/s.exec(inner)?.[1] ?? ''));
    }
    return cells;
  });
}

/** What lies in a folder, hidden names left out. */
export const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];

export const about = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${path}.about.json`, 'utf8')) as Record<string, unknown>;
