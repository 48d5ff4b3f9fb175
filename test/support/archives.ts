import { crc32, deflateRawSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';

/** A member for `zipOf`; everything but its name and data is for archives that lie. */
export interface ZipMember {
  readonly name: string | Buffer;
  readonly data?: string | Uint8Array;
  readonly stored?: boolean;
  /** General purpose bits; bit 3 puts sizes behind the data. */
  readonly flags?: number;
  readonly method?: number;
  /** Unix mode, for links and folders. */
  readonly mode?: number;
  readonly statedSize?: number;
  readonly statedSum?: number;
  readonly localName?: string;
  /** Packed bytes instead of those made from `data`. */
  readonly packed?: Buffer;
  readonly zip64?: boolean;
}

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, (value >> 8) & 0xff]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

interface Laid {
  readonly local: Buffer;
  readonly central: (offset: number) => Buffer;
}

function lay(member: ZipMember): Laid {
  const data = typeof member.data === 'object' ? member.data : Buffer.from(member.data ?? '');
  const method = member.method ?? (member.stored ? 0 : 8);
  const packed = member.packed ?? (member.stored ? Buffer.from(data) : deflateRawSync(data));
  const name = Buffer.from(member.name);
  const localName = Buffer.from(member.localName ?? member.name);
  const flags = member.flags ?? (Buffer.isBuffer(member.name) ? 0 : 0x800);
  const sum = member.statedSum ?? crc32(data);
  const size = member.statedSize ?? data.length;
  const isStreamed = (flags & 8) !== 0;
  const isLong = member.zip64 === true;
  const small = (value: number): Buffer => u32(isLong ? 0xffffffff : value);
  const extra = isLong ? Buffer.concat([u16(1), u16(16), u64(size), u64(packed.length)]) : Buffer.alloc(0);
  const common = (isLocal: boolean): Buffer =>
    Buffer.concat([
      u16(isLong ? 45 : 20),
      u16(flags),
      u16(method),
      u32(0),
      ...(isLocal && isStreamed ? [u32(0), u32(0), u32(0)] : [u32(sum), small(packed.length), small(size)]),
    ]);
  const descriptor = isStreamed
    ? Buffer.concat([Buffer.from('PK\u0007\u0008', 'latin1'), u32(sum), u32(packed.length), u32(size)])
    : Buffer.alloc(0);
  const local = Buffer.concat([
    Buffer.from('PK\u0003\u0004', 'latin1'),
    common(true),
    u16(localName.length),
    u16(extra.length),
    localName,
    extra,
    packed,
    descriptor,
  ]);
  const central = (offset: number): Buffer =>
    Buffer.concat([
      Buffer.from('PK\u0001\u0002', 'latin1'),
      u16((3 << 8) | 45),
      common(false),
      u16(name.length),
      u16(extra.length),
      u16(0),
      u16(0),
      u16(0),
      u32((member.mode ?? 0o100644) * 0x10000),
      u32(offset),
      name,
      extra,
    ]);
  return { local, central };
}

/** A zip archive with honest or lying members. `overlapping` lists the first member's data under every name. */
export function zipOf(
  members: readonly ZipMember[],
  {
    overlapping = false,
    zip64End = false,
  }: { readonly overlapping?: boolean; readonly zip64End?: boolean } = {},
): Buffer {
  const laid = members.map(lay);
  const bodies: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  laid.forEach(({ local, central }, index) => {
    if (overlapping && index > 0) {
      centrals.push(central(0));
      return;
    }
    centrals.push(central(at));
    bodies.push(local);
    at += local.length;
  });
  const directory = Buffer.concat(centrals);
  const count = members.length;
  const end64 = zip64End
    ? Buffer.concat([
        Buffer.from('PK\u0006\u0006', 'latin1'),
        u64(44),
        u16(45),
        u16(45),
        u32(0),
        u32(0),
        u64(count),
        u64(count),
        u64(directory.length),
        u64(at),
        Buffer.from('PK\u0006\u0007', 'latin1'),
        u32(0),
        u64(at + directory.length),
        u32(1),
      ])
    : Buffer.alloc(0);
  const end = Buffer.concat([
    Buffer.from('PK\u0005\u0006', 'latin1'),
    u16(0),
    u16(0),
    u16(zip64End ? 0xffff : count),
    u16(zip64End ? 0xffff : count),
    u32(zip64End ? 0xffffffff : directory.length),
    u32(zip64End ? 0xffffffff : at),
    u16(0),
  ]);
  return Buffer.concat([...bodies, directory, end64, end]);
}

/** A tar archive; an entry without data is what its header's type says. */
export async function tarOf(
  entries: readonly (Partial<Header> & { readonly name: string; readonly data?: string | Uint8Array })[],
): Promise<Buffer> {
  const packer = pack();
  const chunks: Uint8Array[] = [];
  for (const { data, ...header } of entries) {
    if (data === undefined) packer.entry(header);
    else packer.entry(header, data);
  }
  packer.finalize();
  for await (const chunk of packer) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
