/** A row of `address_events`; the time in microseconds. */
export interface AddressEvent {
  readonly at: number | null;
  readonly action: string;
  readonly address: string | null;
  readonly allocation: string | null;
  readonly holder: string | null;
  readonly association: string | null;
}

/** Whose an address was, from one time to before another; without an end as long as the records go. */
export interface HeldAddress {
  readonly owner: string;
  readonly learnedFrom: string;
  readonly since: number;
  until: number | null;
}

/** Something that has an address, in words. */
function inWords(holder: string): string {
  if (holder.startsWith('nat-')) return `NAT gateway ${holder}`;
  if (holder.startsWith('i-')) return `instance ${holder}`;
  return holder.startsWith('eni-') ? `network interface ${holder}` : holder;
}

/** What was learned so far. */
class Learning {
  readonly held = new Map<string, HeldAddress[]>();
  readonly #byAllocation = new Map<string, string>();
  readonly #byAssociation = new Map<string, string>();
  readonly #byHolder = new Map<string, string>();

  take({ at, action, address, allocation, holder, association }: AddressEvent): void {
    if (at === null) return;
    const known =
      address ??
      this.#byAllocation.get(allocation ?? '') ??
      this.#byAssociation.get(association ?? '') ??
      (action === 'DeleteNatGateway' ? this.#byHolder.get(holder ?? '') : undefined);
    if (known === undefined) return;
    if (allocation !== null) this.#byAllocation.set(allocation, known);
    if (association !== null) this.#byAssociation.set(association, known);
    if (holder !== null) this.#byHolder.set(holder, known);
    this.#end(known, at);
    if (action === 'ReleaseAddress') return;
    const isFree = action === 'DisassociateAddress' || action === 'DeleteNatGateway' || holder === null;
    const what = action === 'RunInstances' ? 'Address' : 'Elastic IP';
    this.#begin(known, {
      owner: isFree ? what : `${what} of ${inWords(holder)}`,
      learnedFrom: action,
      since: at,
      until: null,
    });
  }

  #end(address: string, at: number): void {
    const last = this.held.get(address)?.at(-1);
    if (last?.until === null) last.until = at;
  }

  #begin(address: string, held: HeldAddress): void {
    const before = this.held.get(address);
    if (before) before.push(held);
    else this.held.set(address, [held]);
  }
}

/** Whose each address was and when, by what the calls did one after the other. Events must come in order of time. */
export function learnAddresses(events: readonly AddressEvent[]): ReadonlyMap<string, readonly HeldAddress[]> {
  const learning = new Learning();
  for (const event of events) learning.take(event);
  return learning.held;
}
