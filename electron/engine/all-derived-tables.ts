import { categoryHours } from './areas/coverage/category-hours.ts';
import { credentials } from './areas/entities/credentials.ts';
import { mints } from './areas/entities/mints.ts';
import { conflictingEvents } from './areas/evidence/conflicting-events.ts';
import { notableEvents } from './areas/overview/stand-out/notable-events.ts';
import { actionUses, credentialUses } from './areas/overview/stand-out/uses.ts';
import { addressEvents } from './areas/names/address-events.ts';
import { clients } from './ask/clients.ts';
import { ipAddresses } from './ask/ip-addresses.ts';
import { requestKeyValues } from './ask/request-keys.ts';
import { rollUps } from './ask/roll-ups/tables.ts';
import { targets } from './ask/targets.ts';
import type { DerivedTable } from './derive/derived-table.ts';

/** Every derived table: what opening makes and checks, imports and removals follow, and the SQL console describes. */
export const derivedTables: readonly DerivedTable[] = [
  ipAddresses,
  clients,
  addressEvents,
  conflictingEvents,
  ...rollUps.map(({ table }) => table),
  categoryHours,
  requestKeyValues,
  targets,
  notableEvents,
  credentialUses,
  actionUses,
  mints,
  credentials,
];
