/** How `canonicalText` writes what a JSON text says; keys are those of the object around a value, depth 1 is the outermost. */
export interface Spelling {
  readonly text: (value: string, key: string) => string;
  readonly number: (digits: string, key: string) => string;
  readonly word: (word: 'true' | 'false' | 'null') => string;
  /** False for members that are left out; `value` is written already. */
  readonly keeps: (key: string, value: string, depth: number) => boolean;
}

const exact: Spelling = {
  text: (value) => JSON.stringify(value),
  number: (digits) => digits,
  word: (word) => word,
  keeps: () => true,
};

/**
 * One spelling for all JSON texts that say the same: keys sorted, no white space, strings with the shortest escapes.
 * Numbers keep their digits, because IDs beyond 2^53 must stay apart; of repeated keys the last one counts, as in
 * `JSON.parse`. Throws SyntaxError on text that is not JSON.
 */
export const canonicalJson = (text: string): string => canonicalText(text, exact);

/** As `canonicalJson`, with values spelled as told. */
export function canonicalText(text: string, spelling: Spelling): string {
  JSON.parse(text);
  return new Reader(text, spelling).value('', 0);
}

/** Reads text that is known to be valid JSON. */
class Reader {
  readonly #text: string;
  readonly #spelling: Spelling;
  #at = 0;

  constructor(text: string, spelling: Spelling) {
    this.#text = text;
    this.#spelling = spelling;
  }

  value(key: string, depth: number): string {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{') return this.#object(depth + 1);
    if (char === '[') return this.#array(key, depth);
    if (char === '"') return this.#spelling.text(this.#string(), key);
    const bare = this.#match(/[^\s,\]}]+/y);
    return bare === 'true' || bare === 'false' || bare === 'null'
      ? this.#spelling.word(bare)
      : this.#spelling.number(bare, key);
  }

  #object(depth: number): string {
    const members = new Map<string, string>();
    this.#at += 1;
    for (;;) {
      this.#space();
      if (this.#take('}')) break;
      const key = this.#string();
      this.#space();
      this.#take(':');
      members.set(key, this.value(key, depth));
      this.#space();
      this.#take(',');
    }
    const kept = [...members].filter(([key, value]) => this.#spelling.keeps(key, value, depth));
    const sorted = kept.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
  }

  #array(key: string, depth: number): string {
    const items: string[] = [];
    this.#at += 1;
    for (;;) {
      this.#space();
      if (this.#take(']')) return `[${items.join(',')}]`;
      items.push(this.value(key, depth));
      this.#space();
      this.#take(',');
    }
  }

  #string(): string {
    return JSON.parse(this.#match(/"(?:[^"\\]|\\.)*"/y)) as string;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    if (found === '') throw new SyntaxError(`Unexpected text at ${this.#at}`);
    this.#at += found.length;
    return found;
  }

  #space(): void {
    const pattern = /\s*/y;
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }
}
