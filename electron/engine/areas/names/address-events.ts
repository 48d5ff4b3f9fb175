import type { TableWithEvents } from '../../derive/derived-table.ts';

/** The calls that say which address belongs to whom. Source: EC2 API reference, responses of these actions. */
const actions = [
  'AllocateAddress',
  'AssociateAddress',
  'DisassociateAddress',
  'ReleaseAddress',
  'CreateNatGateway',
  'DeleteNatGateway',
  'RunInstances',
] as const;

const answer = (path: string): string => `TRY(json_extract_string("responseElements", '$.${path}'))`;
const request = (path: string): string => `TRY(json_extract_string("requestParameters", '$.${path}'))`;
const first = (...values: readonly string[]): string => `coalesce(${values.join(', ')})`;

const nat = 'CreateNatGatewayResponse.natGateway';
const natSet = `${nat}.natGatewayAddressSet.item`;
/** One address of a gateway is an object there, several are a list. */
const ofNat = (key: string): readonly string[] => [answer(`${natSet}.${key}`), answer(`${natSet}[0].${key}`)];

const address = first(answer('publicIp'), request('publicIp'), ...ofNat('publicIp'));
const allocation = first(
  answer('allocationId'),
  request('allocationId'),
  ...ofNat('allocationId'),
  request('CreateNatGatewayRequest.AllocationId'),
);
const holder = first(
  answer(`${nat}.natGatewayId`),
  request('DeleteNatGatewayRequest.NatGatewayId'),
  request('instanceId'),
  request('networkInterfaceId'),
);
const association = first(answer('associationId'), request('associationId'));

const place = `file_id, ordinal, "eventTime" AS happened_at, "eventName" AS action`;
const isOne = (names: readonly string[]): string =>
  `"eventSource" = 'ec2.amazonaws.com' AND "eventName" IN (${names.map((name) => `'${name}'`).join(', ')})
   AND "outcome" = 'success'`;

/** The instances of a launch, each with its own addresses; a launch has at most some thousand. */
const launched = `unnest(TRY(from_json(json_extract("responseElements", '$.instancesSet.items'),
    '[{"instanceId":"VARCHAR","privateIpAddress":"VARCHAR","ipAddress":"VARCHAR"}]'))[:1000])`;

const rows = (isOfFiles: string): string => `
  SELECT ${place}, ${address} AS address, ${allocation} AS allocation, ${holder} AS holder, ${association} AS association
  FROM trail.main.event_columns WHERE ${isOfFiles} AND ${isOne(actions.filter((name) => name !== 'RunInstances'))}
  UNION ALL
  SELECT file_id, ordinal, happened_at, action, unnest([one."privateIpAddress", one."ipAddress"]), NULL, one."instanceId", NULL
  FROM (SELECT ${place}, ${launched} AS one FROM trail.main.event_columns WHERE ${isOfFiles} AND ${isOne(['RunInstances'])})`;

/** What the records say about addresses of the accounts themselves. */
export const addressEvents: TableWithEvents = {
  name: 'address_events',
  when: 'with-events',
  help: 'One row an address of an account’s own that a call allocated, gave to something or released.',
  columns: [
    { name: 'file_id', type: 'INTEGER', help: 'The event: event_columns.file_id' },
    { name: 'ordinal', type: 'INTEGER', help: 'The event: event_columns.ordinal' },
    { name: 'happened_at', type: 'TIMESTAMP', help: 'When, UTC' },
    { name: 'action', type: 'VARCHAR', help: 'The call: AllocateAddress, CreateNatGateway, RunInstances …' },
    { name: 'address', type: 'VARCHAR', help: 'The address, where the record has it' },
    { name: 'allocation', type: 'VARCHAR', help: 'The allocation of an Elastic IP, eipalloc-…' },
    {
      name: 'holder',
      type: 'VARCHAR',
      help: 'What has the address: a NAT gateway, an instance, an interface',
    },
    { name: 'association', type: 'VARCHAR', help: 'The association of an Elastic IP, eipassoc-…' },
  ],
  version: 1,
  from: [],
  build: async ({ connection, into }, files) => {
    const isOfFiles = files ? `file_id BETWEEN ${files.from} AND ${files.to}` : 'true';
    await connection.run(
      `INSERT INTO ${into} SELECT file_id, ordinal, happened_at, action, left(address, 100), left(allocation, 100), left(holder, 100),
         left(association, 100) FROM (${rows(isOfFiles)}) WHERE isfinite(happened_at) AND coalesce(address, allocation, holder, association) IS NOT NULL`,
    );
  },
  trim: async ({ connection, into }) => {
    await connection.run(
      `DELETE FROM ${into} WHERE (file_id, ordinal) NOT IN (SELECT (file_id, ordinal) FROM trail.main.event_columns
         WHERE ${isOne(actions)})`,
    );
  },
};
