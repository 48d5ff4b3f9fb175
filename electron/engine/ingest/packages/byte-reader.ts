/** Takes a stream of bytes in pieces of a wanted size. Errors of the stream come out of the call that meets them. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** What comes next is last. */
  readonly #buffered: Buffer[] = [];
  #position = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Bytes taken so far, those put back not counted. */
  get position(): number {
    return this.#position;
  }

  /** Some bytes, at most `maxBytes`; undefined at the end. */
  async next(maxBytes: number): Promise<Buffer | undefined> {
    let buffered = this.#buffered.pop();
    while (!buffered || buffered.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return undefined;
      buffered = next.value;
    }
    const bytes = buffered.subarray(0, maxBytes);
    if (bytes.length < buffered.length) this.#buffered.push(buffered.subarray(bytes.length));
    this.#position += bytes.length;
    return bytes;
  }

  /** Exactly `lengthBytes`, or fewer at the end. */
  async take(lengthBytes: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let missing = lengthBytes; missing > 0;) {
      const bytes = await this.next(missing);
      if (!bytes) break;
      taken.push(bytes);
      missing -= bytes.length;
    }
    return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken);
  }

  /** Puts back bytes taken last. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#buffered.push(bytes);
    this.#position -= bytes.length;
  }

  /** Goes on at this position. */
  async skipTo(position: number): Promise<void> {
    while (this.#position < position && (await this.next(position - this.#position)));
  }

  /** Closes the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
