/** A JSON text that any reader takes, and whether anything had to be changed for it. */
export interface Mended {
  readonly text: string;
  readonly isMended: boolean;
}

/**
 * A record's text as strict JSON. Text that is strict already comes back as it is. Comments and commas too many are taken
 * out; quotes, escapes and control characters of other notations are written JSON's way; half a surrogate pair becomes
 * U+FFFD; words and numbers that JSON does not know (NaN, 0x1f) become text, those of Python true, false and null; of a
 * repeated key the first value stays, as in the columns; what was cut off is closed. Text that cannot be followed
 * becomes the one member `unreadable` of an object. Source of what is strict: RFC 8259, and RFC 7493 for keys and pairs.
 */
export function mendedJson(text: string): Mended {
  try {
    const edits = new Mender(text).edits();
    return edits.length === 0 ? { text, isMended: false } : { text: edited(text, edits), isMended: true };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { text: JSON.stringify({ unreadable: wellFormed(text) }), isMended: true };
  }
}

class Unreadable extends Error {}

/** Other text in the place of some; in order, none over another. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

function edited(text: string, edits: readonly Edit[]): string {
  let [result, done] = ['', 0];
  for (const { from, to, by } of edits) {
    result += text.slice(done, from) + by;
    done = to;
  }
  return result + text.slice(done);
}

/** An object or list that is open. */
interface Frame {
  readonly close: '}' | ']';
  /** Keys of an object so far. */
  readonly keys: Set<string> | undefined;
  /** The comma before the present member; -1 before the first. */
  comma: number;
  /** How many edits there were at that comma. */
  editsBefore: number;
  /** The present member's key was there before. */
  isRepeated: boolean;
}

const wordsOfPython = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
]);
const strictWord = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  a: '\u0007',
  0: '\0',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
};

const [doubleQuote, backslash] = [0x22, 0x5c];

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

class Mender {
  readonly #text: string;
  readonly #edits: Edit[] = [];
  readonly #open: Frame[] = [];
  /** Nothing in the text but the quotes themselves needs a look: the rule, and then a string's end is found at once. */
  readonly #isPlain: boolean;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#isPlain = !/[\u0000-\u001f\\\ud800-\udfff]/.test(text);
  }

  /** What to change. Throws `Unreadable`. */
  edits(): readonly Edit[] {
    let isValueNext = true;
    do {
      isValueNext = isValueNext ? this.#value() : this.#behindValue();
    } while (isValueNext || this.#open.length > 0);
    this.#space();
    if (this.#at < this.#text.length) this.#change(this.#at, this.#text.length, '');
    return this.#edits;
  }

  /** Reads a value, or the beginning of one; true when another value stands next. */
  #value(): boolean {
    this.#space();
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') {
      this.#at += 1;
      const isObject = first === '{';
      const keys = isObject ? new Set<string>() : undefined;
      this.#open.push({
        close: isObject ? '}' : ']',
        keys,
        comma: -1,
        editsBefore: 0,
        isRepeated: false,
      });
      return this.#member();
    }
    if (first === '"' || first === "'") this.#string();
    else this.#word();
    return false;
  }

  /** A member or the end of what is open; true when a value stands next. */
  #member(): boolean {
    const frame = this.#frame();
    this.#space();
    const first = this.#text[this.#at];
    if (first === undefined || first === '}' || first === ']') {
      if (frame.comma >= 0) this.#takeOutComma(frame);
      this.#close(frame);
      return false;
    }
    if (!frame.keys) return true;
    const key = first === '"' || first === "'" ? this.#string() : this.#bareKey();
    frame.isRepeated = frame.keys.has(key);
    frame.keys.add(key);
    this.#space();
    if (this.#text[this.#at] !== ':') throw new Unreadable();
    this.#at += 1;
    return true;
  }

  /** What follows a value; true when another value stands next. */
  #behindValue(): boolean {
    const frame = this.#frame();
    if (frame.isRepeated) {
      this.#edits.length = frame.editsBefore;
      this.#change(frame.comma, this.#at, '');
      frame.isRepeated = false;
    }
    this.#space();
    if (this.#text[this.#at] !== ',') {
      this.#close(frame);
      return false;
    }
    frame.comma = this.#at;
    frame.editsBefore = this.#edits.length;
    this.#at += 1;
    return this.#member();
  }

  #close(frame: Frame): void {
    const found = this.#text[this.#at];
    if (found === undefined) this.#change(this.#at, this.#at, frame.close);
    else if (found !== frame.close) throw new Unreadable();
    else this.#at += 1;
    this.#open.pop();
  }

  #frame(): Frame {
    const frame = this.#open.at(-1);
    if (!frame) throw new Unreadable();
    return frame;
  }

  #takeOutComma({ comma, editsBefore }: Frame): void {
    const later = this.#edits.splice(editsBefore);
    this.#edits.push({ from: comma, to: comma + 1, by: '' }, ...later);
  }

  /** Reads a string and answers its value. */
  #string(): string {
    const start = this.#at;
    const quote = this.#text.charCodeAt(start);
    if (this.#isPlain && quote === doubleQuote) {
      const end = this.#text.indexOf('"', start + 1);
      if (end > 0) {
        this.#at = end + 1;
        return this.#text.slice(start + 1, end);
      }
    }
    let isPlain = quote === doubleQuote;
    let at = start + 1;
    for (; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === quote) break;
      if (code === backslash) at += 1;
      if (code === backslash || code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) isPlain = false;
    }
    const isClosed = at < this.#text.length;
    const inner = this.#text.slice(start + 1, at);
    this.#at = isClosed ? at + 1 : this.#text.length;
    if (isPlain && isClosed) return inner;
    if (quote === doubleQuote && isClosed && isStrictInside(inner)) return JSON.parse(`"${inner}"`) as string;
    const value = wellFormed(unescaped(inner));
    this.#change(start, this.#at, JSON.stringify(value));
    return value;
  }

  #bareKey(): string {
    const key = this.#match(/[\p{L}\p{N}_$.-]+/uy);
    this.#change(this.#at - key.length, this.#at, JSON.stringify(key));
    return key;
  }

  #word(): void {
    if (this.#at >= this.#text.length) return this.#change(this.#at, this.#at, 'null');
    const word = this.#match(/[^\s,:[\]{}"'/#]+/y);
    if (strictWord.test(word)) return;
    const by = wordsOfPython.get(word) ?? JSON.stringify(wellFormed(word));
    this.#change(this.#at - word.length, this.#at, by);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new Unreadable();
    this.#at += found.length;
    return found;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) this.#at += 1;
      else if (code === 0x2f || code === 0x23 || code > 0x7e || code === 0x0b || code === 0x0c) {
        const from = this.#at;
        const pattern = /(?:\/\/[^\r\n]*|#[^\r\n]*|\/\*[^]*?(?:\*\/|$)|[\v\f\u00a0\u2028\u2029\ufeff])/y;
        pattern.lastIndex = from;
        const found = pattern.exec(this.#text)?.[0];
        if (found === undefined) return;
        this.#at += found.length;
        this.#change(from, this.#at, ' ');
      } else return;
    }
  }

  #change(from: number, to: number, by: string): void {
    this.#edits.push({ from, to, by });
  }
}

const anyEscape = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^])/g;
const strictEscape = /^\\(?:["\\/bfnrt]|u.{4}\\u.{4}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})$/;

/** Whether what stands between two quotes is strict, without half a pair. */
const isStrictInside = (inner: string): boolean =>
  !/[\u0000-\u001f\p{Surrogate}]/u.test(inner) &&
  (inner.match(anyEscape) ?? []).every((one) => strictEscape.test(one));

/** The value of a string by JSON's escapes and Python's; a backslash before anything else stays one. */
const unescaped = (inner: string): string =>
  inner.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|([^]))/g,
    (all: string, unit?: string, byte?: string, point?: string, one?: string) => {
      if (one !== undefined) return escapes[one] ?? all;
      const code = parseInt(unit ?? byte ?? point ?? '', 16);
      return code > 0x10ffff ? '\ufffd' : unit ? String.fromCharCode(code) : String.fromCodePoint(code);
    },
  );
