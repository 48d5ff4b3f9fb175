import { UHUGEINT, UTINYINT, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import ipaddr from 'ipaddr.js';

/** An address as a number, so that blocks become ranges; undefined for service names and anything else. */
function addressNumber(text: string): { readonly version: 4 | 6; readonly number: bigint } | undefined {
  if (!/^[0-9a-fA-F.:]+$/.test(text) || !ipaddr.isValid(text)) return undefined;
  if (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  const address = ipaddr.process(text);
  const number = address.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return { version: address.kind() === 'ipv4' ? 4 : 6, number };
}

/** Adds addresses of these files' events that `ip_addresses` does not have yet. Runs inside the batch's transaction. */
export async function addAddresses(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<void> {
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT "sourceIPAddress" FROM event_columns
     WHERE file_id BETWEEN $1 AND $2 AND "sourceIPAddress" IS NOT NULL
     EXCEPT SELECT "sourceIPAddress" FROM ip_addresses`,
    [fromFileId, toFileId],
  );
  const appender = await connection.createAppender('ip_addresses');
  for (const [text] of found.getRows() as [string][]) {
    const address = addressNumber(text);
    if (!address) continue;
    appender.appendValue(text, VARCHAR);
    appender.appendValue(address.version, UTINYINT);
    appender.appendValue(address.number, UHUGEINT);
    appender.endRow();
  }
  appender.closeSync();
}
