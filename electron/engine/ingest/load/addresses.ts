import { UHUGEINT, UTINYINT, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import ipaddr from 'ipaddr.js';
import { sourceAddresses } from '../../../../shared/filter/source-addresses.ts';

/** The addresses that a text names, as numbers, so that blocks become ranges; none for service names and anything else. */
const addressNumbers = (text: string): readonly { readonly version: 4 | 6; readonly number: bigint }[] =>
  sourceAddresses(text).map((one) => {
    const address = ipaddr.process(one);
    const number = address.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
    return { version: address.kind() === 'ipv4' ? 4 : 6, number };
  });

/** Adds the addresses of these files' events that `ip_addresses` does not have yet, a row an address. Runs inside the batch's transaction. */
export async function addAddresses(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<void> {
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT "sourceIPAddress" FROM trail.main.event_columns
     WHERE file_id BETWEEN $1 AND $2 AND "sourceIPAddress" IS NOT NULL
     EXCEPT SELECT "sourceIPAddress" FROM trail.main.ip_addresses`,
    [fromFileId, toFileId],
  );
  const appender = await connection.createAppender('ip_addresses', 'main', 'trail');
  for (const [text] of found.getRows() as [string][]) {
    for (const { version, number } of addressNumbers(text)) {
      appender.appendValue(text, VARCHAR);
      appender.appendValue(version, UTINYINT);
      appender.appendValue(number, UHUGEINT);
      appender.endRow();
    }
  }
  appender.closeSync();
}
