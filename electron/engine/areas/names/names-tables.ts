import { setImmediate } from 'node:timers/promises';
import { DuckDBTimestampValue, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import { numberOrNull, readFrom, text, textOrNull } from '../../db/rows.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { transact } from '../../db/transact.ts';
import { AddressBook, type From } from './address-book.ts';
import type { Facts, NamedAccount, NamedUser, Origin } from './facts.ts';
import { learnAddresses, type HeldAddress } from './learn-addresses.ts';

/** Facts of one file with where they come from. */
export interface Told {
  readonly origin: Origin;
  readonly facts: Facts;
}

/** So many calls about addresses are looked at; automation makes and releases them all day. */
const mostCalls = 500_000;
/** So many addresses of the events are looked up. */
const mostAddresses = 2_000_000;

const all = <Fact>(told: readonly Told[], of: (facts: Facts) => readonly Fact[]): readonly From<Fact>[] =>
  told.flatMap(({ origin, facts }) => of(facts).map((fact) => ({ fact, origin })));

/** Of an account the latest name, unit and role that anybody gave. */
function accountsOf(told: readonly Told[]): readonly From<NamedAccount>[] {
  const byId = new Map<string, From<NamedAccount>>();
  for (const { fact, origin } of all(told, ({ accounts }) => accounts)) {
    const before = byId.get(fact.account)?.fact;
    const merged = {
      account: fact.account,
      name: fact.name ?? before?.name ?? null,
      ou: fact.ou ?? before?.ou ?? null,
      isManagement: fact.isManagement || before?.isManagement === true,
    };
    // What only says who manages leaves the name's own source standing.
    const isNamed = fact.name !== null || before === undefined;
    byId.set(fact.account, {
      fact: merged,
      origin: isNamed ? origin : (byId.get(fact.account)?.origin ?? origin),
    });
  }
  return [...byId.values()];
}

const usersOf = (told: readonly Told[]): readonly From<NamedUser>[] => [
  ...new Map(all(told, ({ users }) => users).map((one) => [one.fact.id, one])).values(),
];

async function heldAddresses(
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, readonly HeldAddress[]>> {
  const events = await readFrom(
    connection,
    `SELECT epoch_us(happened_at)::DOUBLE AS happened, left(action, 100) AS action, left(address, 100) AS address,
       left(allocation, 100) AS allocation, left(holder, 100) AS holder, left(association, 100) AS association
     FROM derived.main.address_events WHERE isfinite(happened_at) ORDER BY happened_at, file_id, ordinal LIMIT ${mostCalls}`,
    {
      happened: numberOrNull,
      action: text,
      address: textOrNull,
      allocation: textOrNull,
      holder: textOrNull,
      association: textOrNull,
    },
  );
  return learnAddresses(events.map(({ happened, ...event }) => ({ at: happened, ...event })));
}

function appendText(appender: DuckDBAppender, value: string | null): void {
  if (value === null) appender.appendNull();
  else appender.appendVarchar(value);
}

function appendTime(appender: DuckDBAppender, micros: number | null): void {
  if (micros === null) appender.appendNull();
  else appender.appendTimestamp(new DuckDBTimestampValue(BigInt(micros)));
}

/** Makes the tables of accounts and users anew from what files tell; readers see all of it or what was before. */
export async function fillNames(connection: DuckDBConnection, told: readonly Told[]): Promise<void> {
  await transact(connection, async () => {
    for (const table of ['accounts', 'users']) await connection.run(`DELETE FROM names.main.${table}`);
    const accounts = await connection.createAppender('accounts', 'main', 'names');
    for (const { fact, origin } of accountsOf(told)) {
      for (const cell of [fact.account, fact.name, fact.ou]) appendText(accounts, cell);
      accounts.appendBoolean(fact.isManagement);
      for (const cell of [origin.file, origin.dated]) appendText(accounts, cell);
      accounts.endRow();
    }
    accounts.closeSync();
    const users = await connection.createAppender('users', 'main', 'names');
    for (const { fact, origin } of usersOf(told)) {
      for (const cell of [fact.id, fact.name, origin.file, origin.dated]) appendText(users, cell);
      users.endRow();
    }
    users.closeSync();
  });
}

/** What is known of addresses from the records and from what files tell. */
export const readAddresses = async (
  connection: DuckDBConnection,
  told: readonly Told[],
): Promise<AddressBook> =>
  new AddressBook({
    held: await heldAddresses(connection),
    own: all(told, ({ own }) => own),
    ranges: all(told, ({ ranges }) => ranges),
  });

/** Between two rests, in which calls are answered and a signal is heard. */
const addressesAtOnce = 1_000;

/**
 * Makes the table of addresses anew for those of the events; readers see all of it or what was before. Errors: `cancelled`.
 */
export async function fillAddresses(
  connection: DuckDBConnection,
  book: AddressBook,
  signal: AbortSignal,
): Promise<void> {
  await transact(connection, async () => {
    await connection.run(`DELETE FROM names.main.addresses`);
    await appendAddresses(connection, book, signal);
  });
}

async function appendAddresses(
  connection: DuckDBConnection,
  book: AddressBook,
  signal: AbortSignal,
): Promise<void> {
  const seen = await readFrom(
    connection,
    `SELECT DISTINCT "sourceIPAddress" AS address FROM trail.main.event_columns
     WHERE "sourceIPAddress" IS NOT NULL AND strlen("sourceIPAddress") <= 200 LIMIT ${mostAddresses}`,
    { address: text },
  );
  const appender = await connection.createAppender('addresses', 'main', 'names');
  for (const [n, { address }] of seen.entries()) {
    if (n % addressesAtOnce === addressesAtOnce - 1) {
      await setImmediate();
      throwIfAborted(signal);
    }
    for (const fact of book.lookUp(address)) {
      appendText(appender, address);
      appendTime(appender, fact.since);
      appendTime(appender, fact.until);
      for (const cell of [fact.kind, fact.owner, fact.range, fact.country, fact.asn, fact.source, fact.dated])
        appendText(appender, cell);
      appender.endRow();
    }
  }
  appender.closeSync();
}
