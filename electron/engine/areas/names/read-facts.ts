import { isAddress, isAddressBlock } from '../../../../shared/filter/address.ts';
import { columnsOf, headerOf } from '../../ingest/record/header.ts';
import { cellsOfLine } from '../../ingest/tables/csv-rows.ts';
import {
  clean,
  mostFacts,
  type Facts,
  type NamedAccount,
  type NamedRange,
  type NamedUser,
  type OwnAddress,
} from './facts.ts';

/** Members of a JSON object, or the cells of a row by the names of its columns. */
type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first text under one of some names, whatever their case and separators. */
function textUnder(value: Members, names: readonly string[]): string | null {
  for (const name of names) {
    for (const [key, one] of Object.entries(value)) {
      if (plain(key) !== name || (typeof one !== 'string' && typeof one !== 'number')) continue;
      const text = clean(String(one));
      if (text !== '') return text;
    }
  }
  return null;
}

const plain = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Spreadsheets take zeros off the beginning of numbers. */
const asAccount = (text: string | null): string | null =>
  text !== null && /^\d{9,12}$/.test(text) ? text.padStart(12, '0') : null;

function accountOf(value: Members): NamedAccount | null {
  const account = asAccount(
    textUnder(value, ['accountid', 'awsaccountid', 'account', 'id', 'accountnumber']),
  );
  const name = textUnder(value, ['accountname', 'name', 'alias', 'accountalias']);
  const ou = textUnder(value, [
    'ou',
    'organizationalunit',
    'organisationunit',
    'ouname',
    'oupath',
    'parentid',
  ]);
  return account && (name ?? ou) ? { account, name, ou, isManagement: false } : null;
}

function userOf(value: Members): NamedUser | null {
  const id = textUnder(value, ['userid']);
  const name = textUnder(value, ['username', 'displayname', 'name', 'email']);
  return id && name && id !== name ? { id, name } : null;
}

function rangeOf(value: Members): NamedRange | null {
  const block = textUnder(value, ['cidr', 'block', 'range', 'prefix', 'network', 'subnet', 'address', 'ip']);
  const owner = textUnder(value, ['name', 'owner', 'label', 'description', 'comment']);
  return block && owner && (isAddress(block) || isAddressBlock(block))
    ? { kind: 'listed', block, owner }
    : null;
}

/** Source: VPC user guide, "AWS IP address ranges". */
function publishedRange(value: Members): NamedRange | null {
  const block = textUnder(value, ['ipprefix', 'ipv6prefix']);
  const service = textUnder(value, ['service']);
  const region = textUnder(value, ['region']);
  if (!block || !service || !isAddressBlock(block)) return null;
  return { kind: 'AWS range', block, owner: region ? `${service} in ${region}` : service };
}

function elasticIp(value: Members): readonly OwnAddress[] {
  const { PublicIp: address, InstanceId: instance, NetworkInterfaceId: card } = value;
  if (typeof address !== 'string' || !isAddress(address)) return [];
  const holder =
    typeof instance === 'string' && instance !== ''
      ? ` of instance ${clean(instance)}`
      : typeof card === 'string' && card !== ''
        ? ` of network interface ${clean(card)}`
        : '';
  return [{ address, owner: `Elastic IP${holder}` }];
}

function natAddresses(value: Members): readonly OwnAddress[] {
  const { NatGatewayId: gateway, NatGatewayAddresses: addresses } = value;
  if (typeof gateway !== 'string' || !Array.isArray(addresses)) return [];
  return (addresses as readonly unknown[]).flatMap((one) => {
    const address = isMembers(one) ? one['PublicIp'] : undefined;
    return typeof address === 'string' && isAddress(address)
      ? [{ address, owner: `Elastic IP of NAT gateway ${clean(gateway)}` }]
      : [];
  });
}

/** Facts while they are collected. */
interface Found {
  readonly accounts: NamedAccount[];
  readonly users: NamedUser[];
  readonly own: OwnAddress[];
  readonly ranges: NamedRange[];
}

const membersIn = (value: unknown): readonly Members[] =>
  Array.isArray(value) ? (value as readonly unknown[]).filter(isMembers).slice(0, mostFacts) : [];

/** What one object says by itself. */
function takeOne(value: Members, found: Found): void {
  if ('PublicIp' in value) found.own.push(...elasticIp(value));
  else if ('NatGatewayAddresses' in value) found.own.push(...natAddresses(value));
  else {
    const range = publishedRange(value) ?? rangeOf(value);
    const account = range ? null : accountOf(value);
    const user = range || account ? null : userOf(value);
    if (range) found.ranges.push(range);
    if (account) found.accounts.push(account);
    if (user) found.users.push(user);
  }
}

/** What an answer says: its lists, or itself. */
function takeAnswer(value: Members, found: Found): void {
  const lists = ['Accounts', 'Users', 'Addresses', 'NatGateways', 'prefixes', 'ipv6_prefixes'];
  const inside = lists.flatMap((key) => membersIn(value[key]));
  for (const one of inside) takeOne(one, found);
  if (isMembers(value['Account'])) takeOne(value['Account'], found);
  if (isMembers(value['Organization'])) takeManagement(value['Organization'], found);
  if (inside.length > 0 || isMembers(value['Account']) || isMembers(value['Organization'])) return;
  // A plain table of names: {"111122223333": "Production"}
  for (const [key, name] of Object.entries(value).slice(0, mostFacts)) {
    const account = /^\d{12}$/.test(key) ? key : null;
    if (account && typeof name === 'string' && clean(name) !== '')
      found.accounts.push({ account, name: clean(name), ou: null, isManagement: false });
  }
  takeOne(value, found);
}

function takeManagement(organization: Members, found: Found): void {
  const account = asAccount(textUnder(organization, ['masteraccountid', 'managementaccountid']));
  if (account) found.accounts.push({ account, name: null, ou: null, isManagement: true });
}

/** `2025-01-31-08-30-00`, as the list of ranges says when it was made. */
function datedOf(value: unknown): string | null {
  const made = isMembers(value) ? value['createDate'] : undefined;
  return typeof made === 'string' ? (/^\d{4}-\d\d-\d\d/.exec(made)?.[0] ?? null) : null;
}

function valuesOf(text: string): readonly unknown[] | undefined {
  const json = parsed(text);
  if (json !== undefined) return [json];
  const lines = text.split('\n', mostFacts).filter((line) => line.trim() !== '');
  const values = lines.map(parsed);
  return lines.length > 0 && values.every((value) => value !== undefined) ? values : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The rows of a table by the names of its columns; rows with line breaks in a cell are left out. */
function rowsOf(text: string): readonly Members[] {
  const header = headerOf(text);
  if (!header) return [];
  const columns = [...columnsOf(header)];
  return text
    .split(/\r\n|\n|\r/, mostFacts)
    .slice(1)
    .flatMap((line) => {
      const cells = line.trim() === '' ? undefined : cellsOfLine(line, header.dialect);
      return cells ? [Object.fromEntries(columns.map(([name, index]) => [name, cells[index] ?? '']))] : [];
    });
}

/** What a text tells about accounts, users and addresses, JSON or a table; nothing for every other text. */
export function readFacts(text: string): Facts {
  const found: Found = { accounts: [], users: [], own: [], ranges: [] };
  const values = valuesOf(text);
  if (values === undefined) for (const row of rowsOf(text)) takeOne(row, found);
  for (const value of values ?? []) {
    if (isMembers(value)) takeAnswer(value, found);
    else for (const one of membersIn(value)) takeAnswer(one, found);
  }
  const most = <Fact>(facts: readonly Fact[]): readonly Fact[] => facts.slice(0, mostFacts);
  return {
    accounts: most(found.accounts),
    users: most(found.users),
    own: most(found.own),
    ranges: most(found.ranges),
    dated: datedOf(values?.[0]),
  };
}

/** How many things a file tells. */
export const countFacts = ({ accounts, users, own, ranges }: Facts): number =>
  accounts.length + users.length + own.length + ranges.length;
