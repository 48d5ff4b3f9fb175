/** The beginning of a file: the whole records in it, and how much of the file it is. */
export interface Head {
  readonly records: number;
  /** As it lies on disk, packed or not. */
  readonly sizeBytes: number;
}

/** More bytes that say nothing than this share of those that do, and there is no estimate. */
const mostBlank = 0.1;

/** About how many events files have, after the records at their beginnings. */
export class EventEstimate {
  #events = 0;
  /** The bytes that `#events` stand for. */
  #toldBytes = 0;
  /** Of files that were not opened. */
  #untoldBytes = 0;
  /** Of files that were opened, and whose beginning has no whole record. */
  #blankBytes = 0;
  #isSealed = false;

  /** A file of records; `head` null when it was not opened. */
  add(sizeBytes: number, head: Head | null): void {
    if (head === null) this.#untoldBytes += sizeBytes;
    else if (head.records === 0 && head.sizeBytes < sizeBytes) this.#blankBytes += sizeBytes;
    else {
      this.#events += head.records * Math.max(1, sizeBytes / Math.max(1, head.sizeBytes));
      this.#toldBytes += sizeBytes;
    }
  }

  /** A file whose beginning says nothing of how many events it has, such as an archive. */
  addSealed(): void {
    this.#isSealed = true;
  }

  /** Null where nothing supports a number: no file was opened, or some hold events that cannot be counted. */
  events(): number | null {
    if (this.#isSealed || this.#toldBytes === 0 || this.#blankBytes > mostBlank * this.#toldBytes)
      return null;
    const otherBytes = this.#untoldBytes + this.#blankBytes;
    return Math.round(this.#events * (1 + otherBytes / this.#toldBytes));
  }
}
