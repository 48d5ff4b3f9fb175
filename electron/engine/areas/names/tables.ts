/** Makes room for names and addresses: a database of their own, in memory. */
export const attachNames = `ATTACH ':memory:' AS names (READ_WRITE)`;

/**
 * What files and records tell, as tables in memory beside the events: made again whenever one of the two changes. The addresses
 * are those of the events, with a row for each time in which something else holds.
 */
export const namesTables: readonly string[] = [
  `CREATE TABLE names.main.accounts (account VARCHAR, name VARCHAR, ou VARCHAR, is_management BOOLEAN, source VARCHAR, dated VARCHAR)`,
  `CREATE TABLE names.main.users (id VARCHAR, name VARCHAR, source VARCHAR, dated VARCHAR)`,
  `CREATE TABLE names.main.addresses (address VARCHAR, since TIMESTAMP, until TIMESTAMP, kind VARCHAR, owner VARCHAR,
    range VARCHAR, country VARCHAR, asn VARCHAR, source VARCHAR, dated VARCHAR)`,
];

/** What the console says about them. */
export const namesTablesHelp = [
  {
    table: 'names.accounts',
    help: 'One row an account that a list names.',
    columns: {
      account: 'The account: recipientAccountId',
      name: 'Its name',
      ou: 'Its organisation unit',
      is_management: 'It manages its organisation',
      source: 'The file that says so',
      dated: 'The day of that file',
    },
  },
  {
    table: 'names.users',
    help: 'One row a user of Identity Center that a list names.',
    columns: {
      id: 'The user: userIdentity.onBehalfOf.userId',
      name: 'The user’s name',
      source: 'The file that says so',
      dated: 'The day of that file',
    },
  },
  {
    table: 'names.addresses',
    help: 'One row an address of the events and a time in which the same is known of it.',
    columns: {
      address: 'The address: sourceIPAddress',
      since: 'From when it holds, UTC; empty for as long as the records go',
      until: 'Before when it holds, UTC',
      kind: 'private, AWS service, own, AWS range, listed or other',
      owner: 'Whose it is',
      range: 'The block it lies in',
      country: 'Where it is, by a database of addresses',
      asn: 'Its network, by a database of addresses',
      source: 'The call or file that says so',
      dated: 'The day of that file',
    },
  },
] as const;
