import { UHUGEINT, UTINYINT, VARCHAR } from '@duckdb/node-api';
import ipaddr from 'ipaddr.js';
import { sourceAddresses } from '../../../shared/filter/source-addresses.ts';
import { readFrom, text } from '../db/rows.ts';
import type { TableWithEvents } from '../derive/derived-table.ts';

/** The addresses that a text names, as numbers, so that blocks become ranges; none for service names and anything else. */
const addressNumbers = (text: string): readonly { readonly version: 4 | 6; readonly number: bigint }[] =>
  sourceAddresses(text).map((one) => {
    const address = ipaddr.process(one);
    const number = address.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
    return { version: address.kind() === 'ipv4' ? 4 : 6, number };
  });

/** So many are in memory at once; a stranger's database may hold any number. */
const atOnce = 50_000;

/** Every text that stands in `sourceIPAddress`, with the addresses it names. */
export const ipAddresses: TableWithEvents = {
  name: 'ip_addresses',
  when: 'with-events',
  help: 'One row an address in sourceIPAddress, as a number for ranges.',
  columns: [
    { name: 'sourceIPAddress', type: 'VARCHAR', help: 'The address as in the events' },
    { name: 'version', type: 'UTINYINT', help: '4 or 6' },
    { name: 'number', type: 'UHUGEINT', help: 'The address as an unsigned number' },
  ],
  version: 1,
  from: [],
  build: async ({ connection, catalogue, into }, files) => {
    const isOfFiles = files ? `file_id BETWEEN ${files.from} AND ${files.to} AND` : '';
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE temp.main.new_addresses AS SELECT address, row_number() OVER () AS n FROM (
         SELECT DISTINCT "sourceIPAddress" AS address FROM trail.main.event_columns
         WHERE ${isOfFiles} "sourceIPAddress" IS NOT NULL EXCEPT SELECT "sourceIPAddress" FROM ${into})`,
    );
    const appender = await connection.createAppender('ip_addresses', 'main', catalogue);
    for (let first = 1; ; first += atOnce) {
      const page = `SELECT address FROM temp.main.new_addresses WHERE n BETWEEN ${first} AND ${first + atOnce - 1}`;
      const found = await readFrom(connection, page, { address: text });
      for (const { address } of found) {
        for (const { version, number } of addressNumbers(address)) {
          appender.appendValue(address, VARCHAR);
          appender.appendValue(version, UTINYINT);
          appender.appendValue(number, UHUGEINT);
          appender.endRow();
        }
      }
      if (found.length < atOnce) break;
    }
    appender.closeSync();
    await connection.run(`DROP TABLE temp.main.new_addresses`);
  },
  trim: async ({ connection, into }) => {
    await connection.run(
      `DELETE FROM ${into} WHERE "sourceIPAddress" NOT IN
         (SELECT "sourceIPAddress" FROM trail.main.event_columns WHERE "sourceIPAddress" IS NOT NULL)`,
    );
  },
};
