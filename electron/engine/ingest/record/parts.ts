import { isUtf8 } from 'node:buffer';
import type { Found, Quality } from './found.ts';
import type { Span } from '../scan/span.ts';

/** Ranks in the order a person would rather read; stored with every record. */
const qualityRank: Record<Quality, number> = { complete: 0, truncated: 1, partial: 2 };

/** Some records of a document, ready for the database: `spans` are pairs of offsets in `bytes`. */
export interface Part {
  readonly firstOrdinal: number;
  /** Offset of each record in the document's unpacked content. */
  readonly positions: Float64Array;
  /** `qualityRank` of each record; undefined when all are complete. */
  readonly qualities: Uint8Array | undefined;
  readonly bytes: Uint8Array;
  readonly spans: Uint32Array;
  /** The evidence's own bytes of records whose text in `bytes` differs from them. */
  readonly exact: readonly { readonly ordinal: number; readonly bytes: Uint8Array }[];
}

/** A part that shares the document's own bytes. Records that are not UTF-8 are kept exactly beside their replaced text. */
export function partOfSpans(
  body: Buffer,
  spans: readonly Span[],
  firstOrdinal: number,
  contentOffset: number,
): Part {
  const positions = new Float64Array(spans.length);
  const offsets = new Uint32Array(spans.length * 2);
  for (const [index, { start, end }] of spans.entries()) {
    positions[index] = contentOffset + start;
    offsets[index * 2] = start;
    offsets[index * 2 + 1] = end;
  }
  if (isUtf8(body)) {
    return { firstOrdinal, positions, qualities: undefined, bytes: body, spans: offsets, exact: [] };
  }
  const exact: { ordinal: number; bytes: Uint8Array }[] = [];
  const texts = spans.map((span, index) => {
    const bytes = body.subarray(span.start, span.end);
    if (isUtf8(bytes)) return bytes;
    exact.push({ ordinal: firstOrdinal + index, bytes: Uint8Array.from(bytes) });
    return Buffer.from(bytes.toString('utf8'));
  });
  return { firstOrdinal, positions, qualities: undefined, ...joined(texts), exact };
}

/** The first part of a document in UTF-8, whose records are cut out at pairs of offsets. The bytes are not copied. */
export function partOfOffsets(body: Buffer, spans: Uint32Array): Part {
  const positions = new Float64Array(spans.length / 2);
  for (let index = 0; index < positions.length; index += 1) positions[index] = spans[index * 2] ?? 0;
  return { firstOrdinal: 0, positions, qualities: undefined, bytes: body, spans, exact: [] };
}

/** A part of records that came as text, each with its position. */
export function partOfFound(
  found: readonly { readonly record: Found; readonly position: number }[],
  firstOrdinal: number,
): Part {
  const exact = found.flatMap(({ record }, index) =>
    record.exact === undefined ? [] : [{ ordinal: firstOrdinal + index, bytes: bytesOf(record.exact) }],
  );
  const isPlain = found.every(({ record }) => record.quality === 'complete');
  return {
    firstOrdinal,
    positions: Float64Array.from(found, ({ position }) => position),
    qualities: isPlain ? undefined : Uint8Array.from(found, ({ record }) => qualityRank[record.quality]),
    ...joined(found.map(({ record }) => Buffer.from(withoutHalfPairs(record.json)))),
    exact,
  };
}

/** A part as several of at most so many bytes, `bytesPerRecord` for each record among them; a larger record stands alone. */
export function* pieces(part: Part, mostBytes: number, bytesPerRecord: number): Generator<Part> {
  const { positions, spans } = part;
  const records = positions.length;
  if (part.bytes.byteLength + records * bytesPerRecord <= mostBytes) {
    yield part;
    return;
  }
  for (let from = 0; from < records;) {
    const start = spans[from * 2] ?? 0;
    let to = from + 1;
    while (to < records && (spans[to * 2 + 1] ?? 0) - start + (to + 1 - from) * bytesPerRecord <= mostBytes)
      to += 1;
    yield pieceOf(part, from, to);
    from = to;
  }
}

function pieceOf(part: Part, from: number, to: number): Part {
  const { firstOrdinal, positions, qualities, bytes, exact } = part;
  const spans = part.spans.slice(from * 2, to * 2);
  const start = spans[0] ?? 0;
  const end = spans.at(-1) ?? start;
  return {
    firstOrdinal: firstOrdinal + from,
    positions: positions.subarray(from, to),
    qualities: qualities?.subarray(from, to),
    bytes: bytes.subarray(start, end),
    spans: spans.map((offset) => offset - start),
    exact: exact.filter(({ ordinal }) => ordinal >= firstOrdinal + from && ordinal < firstOrdinal + to),
  };
}

const bytesOf = (exact: string | Uint8Array): Uint8Array =>
  Uint8Array.from(typeof exact === 'string' ? Buffer.from(exact) : exact);

/**
 * Half of a surrogate pair cannot be written as UTF-8. It comes from an escape one level further out (a record as text
 * inside JSON) and becomes one again.
 */
const withoutHalfPairs = (json: string): string =>
  json.replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);

function joined(texts: readonly Buffer[]): { readonly bytes: Uint8Array; readonly spans: Uint32Array } {
  const spans = new Uint32Array(texts.length * 2);
  let at = 0;
  texts.forEach((text, index) => {
    spans[index * 2] = at;
    at += text.length;
    spans[index * 2 + 1] = at;
  });
  return { bytes: Buffer.concat(texts), spans };
}
