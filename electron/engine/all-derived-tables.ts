import { conflictingEvents } from './areas/evidence/conflicting-events.ts';
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
  requestKeyValues,
  targets,
];
