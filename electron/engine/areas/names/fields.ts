import { isNameField } from '../../../../shared/fields/catalogue.ts';
import { noSuchField, type BesideFields, type ColumnNamed } from '../../ask/beside-fields.ts';
import { identifier, raw, reading, sql, type Sql } from '../../db/sql.ts';

/** Which table of `names` has a field, in which column, and which column of the events looks it up there. */
const tables = {
  account: { table: 'accounts', key: 'account', by: 'recipientAccountId' },
  identity: { table: 'users', key: 'id', by: 'userIdentity.onBehalfOf.userId' },
  ip: { table: 'addresses', key: 'address', by: 'sourceIPAddress' },
} as const;

const isOwner = (owner: string | undefined): owner is keyof typeof tables =>
  owner !== undefined && Object.hasOwn(tables, owner);

/** Addresses have several rows, of which one holds at a time. */
const inTime = (column: ColumnNamed): Sql => sql`
  AND (known.since IS NULL OR ${column('eventTime')} >= known.since)
  AND (known.until IS NULL OR ${column('eventTime')} < known.until)`;

function lookedUp(name: string, column: ColumnNamed): Sql {
  const [owner, member] = name.split('.');
  if (!isOwner(owner) || member === undefined) throw noSuchField(name);
  const { table, key, by } = tables[owner];
  return reading(
    ['names'],
    sql`(SELECT min(known.${identifier(member)}) FROM names.main.${raw(table)} known
    WHERE known.${identifier(key)} = ${column(by)} ${owner === 'ip' ? inTime(column) : raw('')})`,
  );
}

/** Names of accounts and users, and whose an address is. */
export const nameFieldsBeside: BesideFields = {
  owns: isNameField,
  column: lookedUp,
  cell: lookedUp,
  many: () => undefined,
};
