/**
 * One spelling for all JSON texts that say the same: keys sorted, no white space, strings with the shortest escapes.
 * Numbers keep their digits, because IDs beyond 2^53 must stay apart; of repeated keys the last one counts, as in
 * `JSON.parse`. Throws SyntaxError on text that is not JSON.
 */
export function canonicalJson(text: string): string {
  JSON.parse(text);
  const reader = new Reader(text);
  return reader.value();
}

/** Reads text that is known to be valid JSON. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): string {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '"') return JSON.stringify(this.#string());
    const end = this.#match(/[^\s,\]}]+/y);
    return end;
  }

  #object(): string {
    const members = new Map<string, string>();
    this.#at += 1;
    for (;;) {
      this.#space();
      if (this.#take('}')) break;
      const key = this.#string();
      this.#space();
      this.#take(':');
      members.set(key, this.value());
      this.#space();
      this.#take(',');
    }
    const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
  }

  #array(): string {
    const items: string[] = [];
    this.#at += 1;
    for (;;) {
      this.#space();
      if (this.#take(']')) return `[${items.join(',')}]`;
      items.push(this.value());
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
