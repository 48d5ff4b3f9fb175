/**
 * A set of content hashes that reader threads share: open addressing over the first 64 bits of SHA-256. Two contents
 * that agree in 64 bits by chance would need four billion files.
 */
export const seenHashes = {
  /** A table with room for `count` hashes. */
  create(count: number): BigUint64Array {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(65_536, count * 2)));
    return new BigUint64Array(new SharedArrayBuffer(slots * 8));
  },

  /** Adds a hash; false when it was there already. A full table takes everything as new: its records merge all the same. */
  add(table: BigUint64Array, sha256: string): boolean {
    const key = BigInt(`0x${sha256.slice(0, 16)}`) || 1n;
    const mask = BigInt(table.length - 1);
    let slot = Number(key & mask);
    for (let tried = 0; tried < table.length; tried += 1) {
      const held = Atomics.compareExchange(table, slot, 0n, key);
      if (held === 0n) return true;
      if (held === key) return false;
      slot = (slot + 1) % table.length;
    }
    return true;
  },
} as const;
