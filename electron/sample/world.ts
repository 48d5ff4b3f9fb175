import type { Inventory } from './inventory.ts';
import { ACCOUNT_NAMES, PERMISSION_SETS, REGION_WEIGHTS, WORKLOADS } from './names.ts';
import { principalsOf, type Principal } from './principals.ts';
import { createPrng, type Prng } from './prng.ts';
import { STREAM } from './streams.ts';
import { createWheel, type Wheel } from './wheel.ts';

/** One account of the sample organisation. `regions` pairs each Region in use with its share of the traffic. */
export interface Account {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  readonly regions: ReadonlyArray<readonly [region: string, weight: number]>;
  readonly inventory: Inventory;
  readonly principals: readonly Principal[];
  readonly actors: Wheel<Principal>;
  readonly peopleless: Wheel<Principal>;
}

/** The sample organisation: everything that does not depend on time. */
export interface World {
  readonly seed: number;
  readonly organizationId: string;
  readonly identityStoreId: string;
  readonly accounts: readonly Account[];
}

const ACCOUNT_WEIGHTS = [10, 8, 22, 5, 26, 7, 14, 6, 4, 3, 5, 2] as const;

function accountIds(count: number, rng: Prng): string[] {
  const ids = new Set<string>();
  while (ids.size < count) {
    // The fourth account starts with zeros: readers that treat the number as a number lose them.
    const digits = ids.size === 3 ? `00${rng.int(10_000, 99_999)}` : `${rng.int(1_000_000, 9_999_999)}`;
    ids.add(`${digits}${String(rng.int(0, 99_999)).padStart(5, '0')}`);
  }
  return [...ids];
}

function inventoryOf(name: string, rng: Prng): Inventory {
  const many = (count: number, make: (position: number) => string): string[] =>
    Array.from({ length: count }, (_, position) => make(position));
  const workload = (position: number): string => WORKLOADS[position % WORKLOADS.length] ?? 'misc';
  const uses = ['assets', 'exports', 'backups', 'logs', 'artifacts', 'raw'] as const;
  return {
    buckets: many(12, (n) => `mossbank-${name}-${uses[n % uses.length] ?? 'misc'}${n < 6 ? '' : '-eu'}`),
    tables: many(10, (n) => `${workload(n)}-v${1 + (n % 3)}`),
    functions: many(14, (n) => `${workload(n)}-${n < 10 ? 'handler' : 'nightly'}`),
    secrets: many(14, (n) => `${name}/${workload(n)}/${n % 2 === 0 ? 'db-password' : 'api-token'}`),
    keyIds: many(8, () => rng.uuid()),
    instanceIds: many(30, () => `i-0${rng.hex(16)}`),
    groupIds: many(10, () => `sg-0${rng.hex(16)}`),
    subnetIds: many(6, () => `subnet-0${rng.hex(16)}`),
    volumeIds: many(24, () => `vol-0${rng.hex(16)}`),
    vpcId: `vpc-0${rng.hex(16)}`,
    imageId: `ami-0${rng.hex(16)}`,
    vpcEndpointId: `vpce-0${rng.hex(16)}`,
  };
}

function regionsOf(index: number, rng: Prng): Array<readonly [region: string, weight: number]> {
  const regions = REGION_WEIGHTS.filter(
    ([, weight], position) => position < 2 || weight > 40 || index < 3 || rng.chance(0.6),
  );
  return regions.map(([region, weight]) => [region, weight * (0.5 + rng.float())] as const);
}

/** Builds the organisation for a seed. The first three accounts are the ones the story moves through. */
export function createWorld(seed: number, accountCount: number): World {
  const rng = createPrng(seed, STREAM.world);
  const organizationId = `o-${rng.hex(10)}`;
  const identityStoreId = `d-${rng.hex(10)}`;
  const permissionSets = PERMISSION_SETS.map((name) => [name, rng.hex(16)] as const);
  const ids = accountIds(accountCount, rng);
  const accounts = ids.map((id, index): Account => {
    const local = createPrng(seed, STREAM.account, index);
    const name = ACCOUNT_NAMES[index] ?? `team-${index + 1}`;
    const inventory = inventoryOf(name, local);
    const principals = principalsOf(
      { accountId: id, accountIndex: index, identityStoreId, permissionSets, inventory },
      local,
    );
    return {
      index,
      id,
      name,
      weight: ACCOUNT_WEIGHTS[index] ?? 3,
      regions: regionsOf(index, local),
      inventory,
      principals,
      actors: createWheel(principals.map((principal) => [principal, principal.weight])),
      peopleless: createWheel(
        principals.map((principal) => [
          principal,
          principal.isHuman ? principal.weight / 12 : principal.weight,
        ]),
      ),
    };
  });
  return { seed, organizationId, identityStoreId, accounts };
}
