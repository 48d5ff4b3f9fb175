import { AppError } from '../bridge/errors.ts';

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const bad = (reason: string): AppError =>
  new AppError('bad-pattern', `The regular expression cannot be used: ${reason}.`, { detail: { reason } });

/** A character in a form that has no meaning of its own, inside a class or outside. */
const literal = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Escapes that JavaScript reads otherwise than RE2; the rest of letters and digits is alike or an error in both. */
function escaped(text: string, isInClass: boolean): string {
  const sign = text.slice(1);
  if (sign === 's') return isInClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
  if (sign === 'S' && !isInClass) return '[^\\t\\n\\f\\r ]';
  if (sign === 'a') return '\\x07';
  if (sign === 'A' && !isInClass) return '(?<![^])';
  if (sign === 'z' && !isInClass) return '(?![^])';
  if (sign.startsWith('x{')) return `\\u{${sign.slice(2)}`;
  const property = /^([pP])(?:\{(\^?)(\w+)\}|(\w))$/.exec(sign);
  if (property) {
    const [, kind = 'p', not, long, short] = property;
    const isNot = (kind === 'P') !== (not === '^');
    const name = long ?? short ?? '';
    return `\\${isNot ? 'P' : 'p'}{${name.length > 2 ? `Script=${name}` : name}}`;
  }
  if (/^[dDwWbBfnrtvSx]/.test(sign)) return text;
  if (/^[A-Za-z0-9]/.test(sign)) throw bad(`invalid escape sequence: ${text}`);
  return literal(sign);
}

const tokens =
  /\\Q(?<quoted>[^]*?)(?:\\E|$)|(?<escape>\\(?:x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[pP]\{\^?\w+\}|[pP]\w|[^]))|(?<class>\[\^?\]?)|(?<group>\(\?(?:P?<\w+>|[^:)]*[:)]?))|(?<repeat>\{\d+(?:,\d*)?\})|(?<sign>[.\]{}])|(?<other>[^])/gu;
const classTokens =
  /\[:(?<not>\^?)(?<posix>\w+):\]|(?<escape>\\(?:x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[pP]\{\^?\w+\}|[pP]\w|[^]))|(?<end>\])|(?<other>[^])/guy;

/** The class that begins at `at` behind its bracket, with the place where it ends. */
function classFrom(pattern: string, at: number): { readonly text: string; readonly end: number } {
  let text = '';
  classTokens.lastIndex = at;
  for (let match = classTokens.exec(pattern); match; match = classTokens.exec(pattern)) {
    const { not, posix, escape, end, other } = match.groups ?? {};
    if (end !== undefined) return { text: `${text}]`, end: classTokens.lastIndex };
    if (escape !== undefined) text += escaped(escape, true);
    else if (posix !== undefined) {
      const members = posixClasses[posix];
      if (members === undefined || not === '^') throw bad(`invalid character class range: [:${posix}:]`);
      text += members;
    } else text += other === '[' ? '\\[' : (other ?? '');
  }
  throw bad('missing ]');
}

function groupStart(text: string): string {
  if (text === '(?:') return text;
  const name = /^\(\?P?<(\w+)>$/.exec(text)?.[1];
  if (name === undefined) throw bad(`invalid perl operator: ${text}`);
  return `(?<${name}>`;
}

/**
 * A pattern of RE2 as a regular expression of JavaScript, unanchored. Flags stand at the very beginning (`(?i)`) or not at
 * all. Throws `bad-pattern` for what either cannot do: look-around, back references, flags inside the pattern.
 */
export function re2Pattern(pattern: string, caseSensitive: boolean): RegExp {
  const own = /^\(\?([ims]+)\)/.exec(pattern)?.[1] ?? '';
  const flags = new Set([...Array.from(own.replace('s', '')), ...(caseSensitive ? [] : ['i']), 'u']);
  let text = '';
  tokens.lastIndex = own === '' ? 0 : own.length + 3;
  for (let match = tokens.exec(pattern); match; match = tokens.exec(pattern)) {
    const { quoted, escape, class: start, group, sign } = match.groups ?? {};
    if (quoted !== undefined) text += Array.from(quoted, literal).join('');
    else if (escape !== undefined) text += escaped(escape, false);
    else if (start !== undefined) {
      const { text: members, end } = classFrom(pattern, tokens.lastIndex);
      text += `${start.replace(/\]$/, '\\]')}${members}`;
      tokens.lastIndex = end;
    } else if (group !== undefined) text += groupStart(group);
    else if (sign === '.') text += own.includes('s') ? '[^]' : '[^\\n]';
    else text += sign === undefined ? match[0] : `\\${sign}`;
  }
  try {
    return new RegExp(text, [...flags].join(''));
  } catch (cause) {
    throw new AppError('bad-pattern', 'The regular expression cannot be used.', { cause });
  }
}
