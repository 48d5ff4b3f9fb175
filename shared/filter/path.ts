/** One step into a JSON document: a key, a position in an array, or every element of an array. */
export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any' };

/** A path found inside a longer text. `isQuoted` says that its first key stands in brackets, so it is meant literally. */
export interface PathReading {
  readonly steps: readonly PathStep[];
  readonly end: number;
  readonly isQuoted: boolean;
}

const firstKey = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;
const laterKey = /[\p{L}\p{N}_$][\p{L}\p{N}_$-]*/uy;
const bracketed = /\[(?:(\*)|(\d{1,9})|'((?:[^'\\]|\\[^])+)'|"((?:[^"\\]|\\[^])+)")\]/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

function bracketStep(match: RegExpExecArray): PathStep {
  if (match[1] !== undefined) return { kind: 'any' };
  if (match[2] !== undefined) return { kind: 'index', index: Number(match[2]) };
  const key = match[3] ?? match[4] ?? '';
  return { kind: 'key', key: key.replace(/\\([^])/g, '$1') };
}

/**
 * Reads the longest path that starts at `at`: `requestParameters.items[0].id`, `resources[*].ARN`,
 * `requestParameters['a b']`. Undefined when none starts there. Keys are never empty; in brackets `\` escapes.
 */
export function readPath(text: string, at: number): PathReading | undefined {
  const steps: PathStep[] = [];
  const plain = matchAt(firstKey, text, at);
  let end = at;
  if (plain) {
    steps.push({ kind: 'key', key: plain[0] });
    end += plain[0].length;
  }
  for (;;) {
    const bracket = matchAt(bracketed, text, end);
    const key = !bracket && end > at && text[end] === '.' ? matchAt(laterKey, text, end + 1) : null;
    if (bracket) {
      steps.push(bracketStep(bracket));
      end += bracket[0].length;
    } else if (key) {
      steps.push({ kind: 'key', key: key[0] });
      end += key[0].length + 1;
    } else break;
  }
  return steps[0]?.kind === 'key' ? { steps, end, isQuoted: !plain } : undefined;
}

/** The steps of a whole path, or undefined when the text is not exactly one path. */
export function parsePath(path: string): readonly PathStep[] | undefined {
  const reading = readPath(path, 0);
  return reading?.end === path.length ? reading.steps : undefined;
}

const quotedKey = (key: string): string => `['${key.replace(/['\\]/g, '\\$&')}']`;

const isWhole = (pattern: RegExp, text: string): boolean => matchAt(pattern, text, 0)?.[0] === text;

/** A path in its one spelling; `quoteFirst` puts the first key in brackets so that it is read literally. */
export function printPath(steps: readonly PathStep[], quoteFirst = false): string {
  return steps
    .map((step, position) => {
      if (step.kind === 'any') return '[*]';
      if (step.kind === 'index') return `[${step.index}]`;
      if (position === 0) return isWhole(firstKey, step.key) && !quoteFirst ? step.key : quotedKey(step.key);
      return isWhole(laterKey, step.key) ? `.${step.key}` : quotedKey(step.key);
    })
    .join('');
}
