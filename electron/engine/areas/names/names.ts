import type { DuckDBConnection } from '@duckdb/node-api';
import { number, readFrom, text, textOrNull } from '../../db/rows.ts';
import { companionLimits } from '../../../../shared/cloudtrail/companions.ts';
import type { Versions } from '../../derive/versions.ts';
import type { Part, PartContext } from '../../part.ts';
import { serialised } from '../../workspace/files.ts';
import type { WorkspaceFolder } from '../../workspace/session.ts';
import type { AddressBook, AddressFact } from './address-book.ts';
import { clean } from './facts.ts';
import { fillAddresses, fillNames, readAddresses, type Told } from './names-tables.ts';
import { readFacts } from './read-facts.ts';
import { readReferences, type ReferenceFile } from './reference-files.ts';
import { attachNames, namesTables } from './tables.ts';

/** A field of addresses in a question, or their table in a statement. */
const asksForAddresses = /\bip\.(?:kind|owner|range|country|asn)\b|addresses/i;

/** Names of accounts and users, and whose addresses are, as long as a workspace is open. */
export class Names {
  readonly #folder: WorkspaceFolder;
  readonly #connection: DuckDBConnection;
  readonly #versions: Versions;
  readonly #inTurn = serialised();
  #given: readonly ReferenceFile[] = [];
  #companions: ReadonlyMap<string, Told> = new Map();
  /** Undefined until somebody asks: opening a workspace reads no events. */
  #book: AddressBook | undefined;
  #notice: string | null = null;
  /** False while the table of addresses is that of other evidence or other lists. */
  #hasAddresses = false;
  #isClosed = false;

  private constructor(folder: WorkspaceFolder, connection: DuckDBConnection, versions: Versions) {
    this.#folder = folder;
    this.#connection = connection;
    this.#versions = versions;
  }

  /** Reads everything that tells names and makes their tables. */
  static async open({ folder, instance, versions }: PartContext): Promise<Names> {
    const connection = await instance.connect();
    const names = new Names(folder, connection, versions);
    try {
      await connection.run(attachNames);
      for (const statement of namesTables) await connection.run(statement);
      await names.#readGiven();
      await names.follow();
      return names;
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  /** Said once at opening: files that are gone or changed. */
  get notice(): string | null {
    return this.#notice;
  }

  /** The files that people gave, in the order in which they were given. */
  get given(): readonly ReferenceFile[] {
    return this.#given;
  }

  /** What each file of the evidence tells, by its SHA-256. */
  get companions(): ReadonlyMap<string, Told> {
    return this.#companions;
  }

  /** What is known of a text in `sourceIPAddress`. */
  lookUp(address: string): Promise<readonly AddressFact[]> {
    return this.#inTurn(async () => (this.#isClosed ? [] : (await this.#addresses()).lookUp(address)));
  }

  /** Reads the files again that people gave; the tables follow with the work on the evidence that this belongs to. */
  changed(): Promise<void> {
    return this.#inTurn(() => this.#readGiven());
  }

  /** Makes the tables anew after the evidence or a file changed. */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isClosed) return;
      this.#companions = await readCompanions(this.#connection, this.#companions);
      await fillNames(this.#connection, this.#told());
      this.#book = undefined;
      this.#hasAddresses = false;
      this.#versions.namesChanged();
    });
  }

  /**
   * Makes the table of addresses for a call that asks for it: there may be millions, so opening and importing do not wait for
   * it. Errors: `cancelled`.
   */
  before(params: unknown, signal: AbortSignal): Promise<void> | undefined {
    if (this.#hasAddresses || !asksForAddresses.test(JSON.stringify(params))) return undefined;
    return this.#inTurn(async () => {
      if (this.#isClosed || this.#hasAddresses) return;
      await fillAddresses(this.#connection, await this.#addresses(), signal);
      this.#hasAddresses = true;
    });
  }

  /** Waits for what is being made; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#inTurn(() => {
      this.#isClosed = true;
      this.#connection.closeSync();
      return Promise.resolve();
    });
  }

  /** What a person gave counts before what was found. */
  #told(): readonly Told[] {
    return [...this.#companions.values(), ...this.#given];
  }

  async #addresses(): Promise<AddressBook> {
    this.#book ??= await readAddresses(this.#connection, this.#told());
    return this.#book;
  }

  async #readGiven(): Promise<void> {
    const { files, notice } = await readReferences(this.#folder);
    this.#given = files;
    this.#notice = notice;
  }
}

/** Kinds of companions that tell names and ranges; the others wait for who asks for them. */
const telling = [
  'list-accounts',
  'describe-account',
  'describe-organization',
  'identitystore-list-users',
  'account-list',
  'describe-addresses',
  'describe-nat-gateways',
  'ip-ranges',
];

/** What companions tell; those that were read before are not read again. */
async function readCompanions(
  connection: DuckDBConnection,
  before: ReadonlyMap<string, Told>,
): Promise<ReadonlyMap<string, Told>> {
  const lines = await readFrom(
    connection,
    `SELECT c.file_id AS id, left(c.sha256, 64) AS sha256, regexp_extract(right(f.path, 300), '[^/\\\\]*$') AS file,
       strftime(f.modified_at, '%Y-%m-%d') AS modified
     FROM trail.main.companions c JOIN trail.main.files f ON f.id = c.file_id
     WHERE c.kind IN (SELECT unnest($1::VARCHAR[])) AND length(c.content) <= ${companionLimits.characters}
     ORDER BY f.modified_at NULLS FIRST, c.file_id LIMIT ${companionLimits.number}`,
    { id: number, sha256: text, file: text, modified: textOrNull },
    [JSON.stringify(telling)],
  );
  const found = new Map<string, Told>();
  for (const { id, sha256, file, modified } of lines) {
    const known = before.get(sha256);
    if (known) {
      found.set(sha256, known);
      continue;
    }
    const [row] = await readFrom(
      connection,
      `SELECT content FROM trail.main.companions WHERE file_id = $1`,
      { content: text },
      [id],
    );
    const facts = readFacts(row?.content ?? '');
    const origin = {
      file: clean(file),
      sha256,
      dated: facts.dated ?? modified?.slice(0, 10) ?? null,
      isGiven: false,
    };
    found.set(sha256, { origin, facts });
  }
  return found;
}

/** The names of an open workspace. */
export const namesPart: Part<Names> = {
  name: 'its names',
  open: (context) => Names.open(context),
};
