import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../electron/engine/db/open.ts';
import { shapeOf, type DerivedTable } from '../../electron/engine/derive/derived-table.ts';
import { DerivedTables } from '../../electron/engine/derive/derived-tables.ts';

/** A database with these derived tables, to be closed before it is opened again. */
export async function opened(
  folder: string,
  tables: readonly DerivedTable[],
  { isReadOnly = false, pieceEvents }: { readonly isReadOnly?: boolean; readonly pieceEvents?: number } = {},
) {
  const database = await openDatabase({
    path: join(folder, 'events.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
    derived: tables.map(shapeOf),
    isReadOnly,
  });
  const derived = await DerivedTables.open(database, tables, pieceEvents);
  const connection = await database.instance.connect();
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    connection.closeSync();
    database.close();
  };
  onTestFinished(close);
  return { database, derived, connection, instance: database.instance, close };
}

/** What a statement answers. */
export async function rows(connection: DuckDBConnection, text: string): Promise<unknown> {
  return (await connection.runAndReadAll(text)).getRowsJson();
}
