import { realpathSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '../../../shared/bridge/errors.ts';
import { inWords, recognise } from './catalogue.ts';
import { createDerived, madeByKey, type DerivedShape } from './derived-shape.ts';
import { measureFile, type FileSize } from './file-size.ts';
import { BeyondLimits, openingLimits, withinLimits, type OpeningLimits } from './opening-limits.ts';
import { readFormer } from './read-former.ts';
import { number, readFrom, readOne, textOrNull } from './rows.ts';
import { schemaStatements, schemaVersion, tableNames } from './schema.ts';
import { transact } from './transact.ts';
import { isUpgradable, upgradeTables } from './upgrade.ts';
import { viewStatements } from './views.ts';
import { writeLogProblem } from './write-log.ts';

/**
 * Two instances on one file in one process lose committed rows without any error (measured with DuckDB 1.5.5), so
 * every open passes this guard.
 */
const openPaths = new Set<string>();

/** An open workspace database. */
export interface Database {
  readonly instance: DuckDBInstance;
  readonly path: string;
  readonly isReadOnly: boolean;
  /** The derived tables that the file has in the shape of this version. */
  readonly sound: ReadonlySet<string>;
  /** Checkpoints, closes and frees the path. */
  close(): void;
}

/** Where a database lives and what it may use. */
export interface OpenOptions {
  readonly path: string;
  /** For spilling; its own for every instance, because instances that share one corrupt each other's files. */
  readonly tempDirectory: string;
  /** The only folder SQL may write to. */
  readonly exportDirectory: string;
  /** Tables that are made anew, empty, where the file lacks them or has others under their names. */
  readonly derived: readonly DerivedShape[];
  readonly isReadOnly?: boolean;
  /** SQL of columns that files of former versions lack, over those they have, for reading such a file as it is. */
  readonly computed?: Readonly<Record<string, string>>;
  readonly threads?: number;
  readonly memoryLimitMb?: number;
  /** By default so that every sound database opens. */
  readonly limits?: OpeningLimits;
  /** Told when a hostile file keeps DuckDB busy: this process is to end, because nothing else stops that. */
  readonly onStuck?: (stuck: { readonly reason: string; readonly isUrgent: boolean }) => void;
}

/** More makes neither imports nor questions faster (measured at 10 M events) and costs other programs their memory. */
const defaultMemoryMb = (): number => Math.max(512, Math.min(1_024, Math.floor(totalmem() / 1_048_576 / 4)));

/**
 * Rows in one row group. Every thread that adds rows holds a group unpacked, and fresh memory is what an import waits for most:
 * groups of DuckDB's own size (122,880) make it spill. It is an option of attaching and not stored: an opening without it
 * would have the next checkpoint join small groups and write the file anew.
 */
export const rowGroupRows = 61_440;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Opens or creates a workspace database as the catalogue `trail` of a locked instance: no SQL reads or writes files outside
 * the export folder, attaches files, loads extensions or changes settings. Errors: `busy` when this process has it open already,
 * `workspace-locked` when another process has, `workspace-damaged` when the file cannot be read, holds anything that is
 * not exactly ours, or keeps DuckDB busy without end.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const path = join(realpathSync(dirname(options.path)), basename(options.path));
  if (openPaths.has(path)) {
    throw new AppError('busy', 'This workspace is open already. Close it first, then open it again.');
  }
  openPaths.add(path);
  let instance: DuckDBInstance | undefined;
  let sound: ReadonlySet<string>;
  try {
    const size = measureFile(path);
    const problem = size.problem ?? writeLogProblem(path);
    if (problem !== null) throw damaged(`${problem}.`);
    instance = await startInstance(options);
    const connection = await instance.connect();
    await harden(connection, path, options.exportDirectory);
    sound = await withinLimits(options.limits ?? openingLimits, take(connection, path, size, options));
    for (const statement of viewStatements) await connection.run(statement);
    connection.closeSync();
  } catch (error) {
    if (error instanceof BeyondLimits) {
      options.onStuck?.({ reason: 'A database kept the engine busy without end.', isUrgent: true });
      throw damaged(`The database cannot be opened: ${error.message}.`);
    }
    instance?.closeSync();
    openPaths.delete(path);
    throw asOpenError(error);
  }
  const opened = instance;
  return {
    instance: opened,
    path,
    isReadOnly: options.isReadOnly ?? false,
    sound,
    close: () => {
      opened.closeSync();
      openPaths.delete(path);
    },
  };
}

const startInstance = (options: OpenOptions): Promise<DuckDBInstance> =>
  DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? Math.max(1, availableParallelism())),
    memory_limit: `${options.memoryLimitMb ?? defaultMemoryMb()}MB`,
    temp_directory: options.tempDirectory,
    preserve_insertion_order: 'false',
    // A checkpoint would join row groups wherever that saves one, and write them with all their texts anew: the file grew by half.
    max_vacuum_tasks: '0',
    // Memory given back is taken again at once while an import runs; see `engineMemory`.
    allocator_flush_threshold: '100GB',
    allocator_bulk_deallocation_flush_threshold: '100GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });

/** What DuckDB keeps beside a database while it writes it. */
const besides = ['', '.wal', '.wal.checkpoint', '.wal.recovery', '.tmp'];

/** Paths must come before external access goes off: after that they cannot be set, nor given at open. */
async function harden(connection: DuckDBConnection, path: string, exportDirectory: string): Promise<void> {
  const paths = besides.map((ending) => literal(`${path}${ending}`)).join(', ');
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  await connection.run(`ATTACH ':memory:' AS cursors (READ_WRITE)`);
  await connection.run(`SET GLOBAL allowed_directories = [${literal(exportDirectory)}]`);
  await connection.run(`SET GLOBAL allowed_paths = [${paths}]`);
  await connection.run(`SET GLOBAL enable_external_access = false`);
  await connection.run(`SET GLOBAL lock_configuration = true`);
}

/** The file is never the default catalogue, so nothing in it is found by a name that is not written in full. */
async function take(
  connection: DuckDBConnection,
  path: string,
  size: FileSize,
  { isReadOnly = false, derived, computed = {} }: OpenOptions,
): Promise<ReadonlySet<string>> {
  const how = isReadOnly
    ? 'READ_ONLY'
    : `READ_WRITE, STORAGE_VERSION 'latest', ROW_GROUP_SIZE ${rowGroupRows}`;
  const attach = (name: string): string => `ATTACH ${literal(path)} AS ${name} (${how})`;
  await connection.run(attach('trail'));
  const { version, sound } = await settleSchema(connection, isReadOnly, derived);
  if (size.blocks !== null) await refuseLostBlocks(connection, size.blocks, [...tableNames, ...sound]);
  if (version !== schemaVersion) await readFormer(connection, version, { attach, others: sound, computed });
  return sound;
}

/** Which version's tables the file has, and which derived tables. */
interface Settled {
  readonly version: number;
  readonly sound: ReadonlySet<string>;
}

/**
 * Makes the tables in a new file, and lets no file through that is not exactly one of ours. Answers what is
 * there afterwards.
 */
async function settleSchema(
  connection: DuckDBConnection,
  isReadOnly: boolean,
  derived: readonly DerivedShape[],
): Promise<Settled> {
  const found = await recognise(connection, derived);
  if (found === 'empty') {
    if (isReadOnly) throw damaged('The database has no events.');
    await createTables(connection);
    return { version: schemaVersion, sound: await remakeDerived(connection, derived, new Set()) };
  }
  if ('differences' in found)
    throw damaged(`The database is none that Trailglass made: it has ${inWords(found.differences)}.`);
  const stated = await statedVersion(connection);
  if (stated !== String(found.version))
    throw damaged(`The database says it has format ${stated} and has format ${found.version}.`);
  if (found.version !== schemaVersion && !isUpgradable(found.version))
    throw damaged(`The database has format ${stated}, this version reads ${schemaVersion}.`);
  if (isReadOnly) return found;
  if (found.version !== schemaVersion) await upgradeTables(connection, found.version);
  return { version: schemaVersion, sound: await remakeDerived(connection, derived, found.sound) };
}

/** Puts empty derived tables where none of the right shape are, and notes that they are yet to be made. */
async function remakeDerived(
  connection: DuckDBConnection,
  derived: readonly DerivedShape[],
  sound: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const others = derived.filter(({ name }) => !sound.has(name));
  await transact(connection, async () => {
    for (const shape of others) {
      await connection.run(`DROP TABLE IF EXISTS trail.main.${shape.name}`);
      await connection.run(createDerived('trail', shape));
      await connection.run(`DELETE FROM trail.main.meta WHERE key = $1`, [madeByKey(shape.name)]);
    }
  });
  return new Set(derived.map(({ name }) => name));
}

/** DuckDB's header may count free blocks at the end that are not there; blocks with rows must be. */
async function refuseLostBlocks(
  connection: DuckDBConnection,
  blocks: number,
  tables: readonly string[],
): Promise<void> {
  for (const name of tables) {
    const { lost } = await readOne(
      connection,
      `SELECT count(*)::DOUBLE AS lost FROM pragma_storage_info('trail.main.${name}')
       WHERE block_id >= $1 OR list_max(additional_block_ids) >= $1`,
      { lost: number },
      [blocks],
    );
    if (lost > 0) throw damaged('The database file has lost its end.');
  }
}

async function createTables(connection: DuckDBConnection): Promise<void> {
  await transact(connection, async () => {
    for (const statement of schemaStatements) await connection.run(statement);
    await connection.run(`INSERT INTO trail.main.meta VALUES ('schema', $1), ('data-version', '0')`, [
      String(schemaVersion),
    ]);
  });
}

/** What stands in `meta` is a stranger's, and may be long or many. */
async function statedVersion(connection: DuckDBConnection): Promise<string> {
  const [found] = await readFrom(
    connection,
    `SELECT left(value, 20) AS version FROM (FROM trail.main.meta LIMIT 1000) WHERE key = 'schema' LIMIT 1`,
    { version: textOrNull },
  );
  return String(found?.version);
}

const damaged = (what: string): AppError =>
  new AppError(
    'workspace-damaged',
    `${what} Your notes and saved work are separate and safe; the database can be rebuilt from the evidence.`,
  );

function asOpenError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (/lock on file/i.test(text)) {
    return new AppError(
      'workspace-locked',
      'Another program has this workspace’s database open. Close it there, then open it here.',
      { cause: error },
    );
  }
  if (/No space left/i.test(text))
    return new AppError('disk-full', 'The disk is full. Free some space and try again.', { cause: error });
  return new AppError(
    'workspace-damaged',
    `The database cannot be read (${text.split('\n')[0] ?? ''}). Your notes and saved work are separate and safe; the database can be rebuilt from the evidence.`,
    { cause: error },
  );
}
