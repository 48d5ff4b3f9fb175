/** The first bytes of a stream, and the stream from its beginning. */
export async function peek(
  chunks: AsyncIterable<Buffer>,
  lengthBytes: number,
): Promise<{ readonly head: Buffer; readonly all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Buffer[] = [];
  let size = 0;
  let failure: { readonly error: unknown } | undefined;
  while (size < lengthBytes) {
    try {
      const next = await iterator.next();
      if (next.done) break;
      taken.push(next.value);
      size += next.value.length;
    } catch (error) {
      failure = { error };
      break;
    }
  }
  const start = Buffer.concat(taken);
  async function* all(): AsyncGenerator<Buffer> {
    try {
      if (start.length > 0) yield start;
      if (failure) throw failure.error;
      for (;;) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head: start.subarray(0, lengthBytes), all: all() };
}

/** Joins small chunks up to about this size, so that readers do not begin a large value again for every one of them. */
export async function* batched(chunks: AsyncIterable<Buffer>, sizeBytes: number): AsyncGenerator<Buffer> {
  let buffered: Buffer[] = [];
  let size = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const chunk of chunks) {
      buffered.push(chunk);
      size += chunk.length;
      if (size < sizeBytes) continue;
      yield Buffer.concat(buffered);
      buffered = [];
      size = 0;
    }
  } catch (error) {
    failure = { error };
  }
  if (size > 0) yield Buffer.concat(buffered);
  if (failure) throw failure.error;
}

/** A buffer as a stream of slices. */
export async function* slices(bytes: Buffer, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}
