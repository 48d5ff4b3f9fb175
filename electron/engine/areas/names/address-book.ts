import ipaddr from 'ipaddr.js';
import { addressNumber, addressRange, type AddressNumber } from '../../../../shared/filter/address-range.ts';
import type { AddressKind } from '../../../../shared/cloudtrail/address-words.ts';
import type { AddressDatabase } from './address-database.ts';
import type { NamedRange, Origin, OwnAddress } from './facts.ts';
import type { HeldAddress } from './learn-addresses.ts';

/** What is known of an address from one time to before another, in microseconds; without times for all of them. */
export interface AddressFact {
  readonly kind: AddressKind;
  readonly owner: string | null;
  readonly range: string | null;
  readonly country: string | null;
  readonly asn: string | null;
  /** The call, file or list that says so; null for what the address itself says. */
  readonly source: string | null;
  /** The day of that list. */
  readonly dated: string | null;
  readonly since: number | null;
  readonly until: number | null;
}

/** Something about addresses with where it comes from. */
export interface From<Fact> {
  readonly fact: Fact;
  readonly origin: Origin;
}

/** Blocks by their beginning, of one length each. */
class Blocks {
  readonly #byLength = new Map<string, Map<bigint, From<NamedRange>>>();
  readonly #lengths: { readonly version: 4 | 6; readonly free: bigint; readonly key: string }[] = [];

  /** What comes later stands in the place of an equal block, but a service in that of all of AWS. */
  constructor(ranges: readonly From<NamedRange>[]) {
    for (const one of ranges) this.#add(one);
    this.#lengths.sort((a, b) => Number(a.free - b.free));
  }

  /** The smallest block around an address. */
  around({ version, number }: AddressNumber): From<NamedRange> | undefined {
    for (const { free, key, ...of } of this.#lengths) {
      const found = of.version === version ? this.#byLength.get(key)?.get(number >> free) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #add(one: From<NamedRange>): void {
    const { version, first, last } = addressRange(one.fact.block);
    const free = BigInt((last - first + 1n).toString(2).length - 1);
    const key = `${version}/${free}`;
    let blocks = this.#byLength.get(key);
    if (!blocks) {
      blocks = new Map();
      this.#byLength.set(key, blocks);
      this.#lengths.push({ version, free, key });
    }
    const before = blocks.get(first >> free)?.fact;
    if (before && isOfAll(one.fact) && !isOfAll(before)) return;
    blocks.set(first >> free, one);
  }
}

/** Every range of AWS stands under AMAZON too. Source: VPC user guide, "AWS IP address ranges". */
const isOfAll = ({ kind, owner }: NamedRange): boolean => kind === 'AWS range' && /^AMAZON\b/.test(owner);

/** Ranges that no router of the internet knows. Source: ipaddr.js by RFC 1918, 3927, 4193, 6598. */
const privateRanges: Readonly<Record<string, string>> = {
  private: 'private network',
  uniqueLocal: 'private network',
  loopback: 'the machine itself',
  linkLocal: 'link-local',
  carrierGradeNat: 'carrier-grade NAT',
};

const nothing = {
  owner: null,
  range: null,
  country: null,
  asn: null,
  source: null,
  dated: null,
  since: null,
  until: null,
} as const;

/** What is known of addresses, from everything that was learned, found and given. */
export class AddressBook {
  readonly #held: ReadonlyMap<string, readonly HeldAddress[]>;
  readonly #own: ReadonlyMap<string, From<OwnAddress>>;
  readonly #listed: Blocks;
  readonly #published: Blocks;
  readonly #databases: readonly AddressDatabase[];

  constructor(known: {
    readonly held: ReadonlyMap<string, readonly HeldAddress[]>;
    readonly own: readonly From<OwnAddress>[];
    readonly ranges: readonly From<NamedRange>[];
    readonly databases?: readonly AddressDatabase[];
  }) {
    this.#held = known.held;
    this.#own = new Map(known.own.map((one) => [one.fact.address, one]));
    const of = (kind: NamedRange['kind']): Blocks =>
      new Blocks(known.ranges.filter(({ fact }) => fact.kind === kind));
    this.#listed = of('listed');
    this.#published = of('AWS range');
    this.#databases = known.databases ?? [];
  }

  /** What is known of a text in `sourceIPAddress`, in order of time and without gaps. */
  lookUp(text: string): readonly AddressFact[] {
    const always = this.#always(text);
    const facts: AddressFact[] = [];
    let at: number | null = null;
    for (const { owner, learnedFrom, since, until } of this.#held.get(text) ?? []) {
      if (since === until) continue;
      if (at === null || since > at) facts.push({ ...always, since: at, until: since });
      const isPrivate = always.kind === 'private';
      facts.push({
        ...(isPrivate ? always : { ...always, kind: 'own' as const, range: null, dated: null }),
        ...{ owner, source: learnedFrom, since, until },
      });
      at = until ?? Infinity;
    }
    if (at !== Infinity) facts.push({ ...always, since: at });
    return facts;
  }

  #always(text: string): AddressFact {
    const number = addressNumber(text);
    if (!number) return this.#named(text);
    const own = this.#own.get(text);
    const listed = this.#listed.around(number);
    const inside = privateRanges[ipaddr.process(text).range()];
    const published = this.#published.around(number);
    const told = this.#told(text);
    if (own) return { ...nothing, ...told, kind: 'own', owner: own.fact.owner, ...from(own.origin) };
    const block = listed ?? (inside === undefined ? published : undefined);
    if (block) {
      const { kind, owner, block: range } = block.fact;
      return { ...nothing, ...told, kind, owner, range, ...from(block.origin) };
    }
    if (inside !== undefined) return { ...nothing, kind: 'private', range: inside };
    return { ...nothing, kind: 'other', ...told };
  }

  /** AWS puts the name of a service where a service called. */
  #named(text: string): AddressFact {
    const isService = /^[\w.-]+\.amazonaws\.com(?:\.cn)?$|^AWS Internal$/i.test(text);
    return isService
      ? { ...nothing, kind: 'AWS service', owner: text.slice(0, 200) }
      : { ...nothing, kind: 'other' };
  }

  #told(address: string): Partial<AddressFact> {
    for (const database of this.#databases) {
      const found = database.lookUp(address);
      if (found) return { ...found, source: database.name, dated: database.dated };
    }
    return {};
  }
}

const from = ({ file, dated }: Origin): Pick<AddressFact, 'source' | 'dated'> => ({ source: file, dated });
