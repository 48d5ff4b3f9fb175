import { byte, incomplete, skipSpace, skipString } from '../scan/json-spans.ts';
import { findRecordStart } from '../scan/record-starts.ts';
import { limits } from '../bytes/limits.ts';
import type { Line } from '../tables/lines.ts';

/**
 * Puts lines together that hold one object, as pretty-printed records do. A line that breaks off takes nothing of the
 * following ones with it: a block ends before a line in which another record begins, and of one that never closes the first
 * line is handed on by itself.
 */
export class LineBlocks {
  readonly #take: (block: readonly Line[]) => void;
  /** Lines still to be looked at, the next one last. */
  #waiting: Line[] = [];
  #block: Line[] = [];
  #blockBytes = 0;
  #depth = 0;
  #room: number = limits.lineBlockBytes;

  constructor(take: (block: readonly Line[]) => void) {
    this.#take = take;
  }

  push(lines: readonly Line[]): void {
    this.#waiting = [...lines].reverse();
    for (const { bytes } of lines) this.#room += bytes.length * limits.lineBlockShare;
    this.#work();
  }

  finish(): void {
    while (this.#block.length > 0) {
      this.#giveUp();
      this.#work();
    }
  }

  #work(): void {
    for (let line = this.#waiting.pop(); line; line = this.#waiting.pop()) {
      const isInside = this.#block.length > 0;
      const depth = this.#canAdd(line) ? depthAfter(line.bytes, this.#depth) : undefined;
      if (isInside && depth === undefined) {
        this.#waiting.push(line);
        this.#giveUp();
        continue;
      }
      this.#block.push(line);
      this.#blockBytes += line.bytes.length;
      this.#depth = depth ?? 0;
      if (this.#depth === 0) this.#handOn(this.#block);
    }
  }

  #canAdd({ bytes, isTooLong }: Line): boolean {
    if (isTooLong || this.#room <= 0) return false;
    if (this.#block.length === 0) return true;
    return (
      this.#blockBytes + bytes.length <= limits.lineBytes &&
      !findRecordStart(bytes, 0, 'record', true).isFound
    );
  }

  #giveUp(): void {
    const [first, ...rest] = this.#block;
    this.#room -= this.#blockBytes;
    for (const line of rest.reverse()) this.#waiting.push(line);
    this.#handOn(first ? [first] : []);
  }

  #handOn(block: readonly Line[]): void {
    this.#block = [];
    this.#blockBytes = 0;
    this.#depth = 0;
    this.#take(block);
  }
}

/** How many brackets are open behind a line that begins inside so many; undefined when it breaks off inside a string. */
function depthAfter(bytes: Buffer, before: number): number | undefined {
  let depth = before;
  for (let at = 0; at < bytes.length; at += 1) {
    const value = bytes[at];
    if (depth === 0) {
      at = bytes.indexOf(byte.openBrace, at);
      if (at < 0) return 0;
      if (opensObject(bytes, at)) depth = 1;
    } else if (value === byte.quote) {
      at = skipString(bytes, at) - 1;
      if (at === incomplete - 1) return undefined;
    } else if (value === byte.openBrace || value === byte.openBracket) depth += 1;
    else if (value === byte.closeBrace || value === byte.closeBracket) depth -= 1;
  }
  return depth;
}

/** A key follows, or the line ends. */
function opensObject(bytes: Buffer, at: number): boolean {
  const next = skipSpace(bytes, at + 1);
  return next === bytes.length || bytes[next] === byte.quote;
}
