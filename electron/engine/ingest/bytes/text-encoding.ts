/** How text is encoded, by its first bytes. UTF-16 comes from Windows PowerShell's `>`. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The encoding of content and the length of its byte order mark. Without a mark a NUL beside ASCII tells UTF-16. */
export function encodingOf(head: Uint8Array): { readonly encoding: Encoding; readonly markBytes: number } {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  const isAscii = (value: number | undefined): boolean =>
    value !== undefined && value >= 0x09 && value < 0x7f;
  if (isAscii(a) && b === 0 && isAscii(c) && head[3] === 0) return { encoding: 'utf-16le', markBytes: 0 };
  if (a === 0 && isAscii(b) && c === 0 && isAscii(head[3])) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: 'utf-8', markBytes: 0 };
}

/** Content as UTF-8 without its mark. Positions told for converted content count in the UTF-8 text. */
export async function* asUtf8(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
  markBytes: number,
): AsyncGenerator<Buffer> {
  let toSkip = markBytes;
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of chunks) {
    const bytes = chunk.subarray(Math.min(toSkip, chunk.length));
    toSkip -= chunk.length - bytes.length;
    if (bytes.length > 0) yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
  }
  const rest = decoder?.decode();
  if (rest) yield Buffer.from(rest);
}
