import type { Measure } from './measure.ts';

const sign = '…';
/** Of what stands before the first difference, so that the difference is seen to be one. */
const beforeDifference = 6;
/** A front shorter than this would gain nothing over the sign in its place. */
const shortestFront = 4;
/** No line of the application is wide enough for more. */
const mostCharacters = 600;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The beginning of a text that is not wider than `roomPx` with `…` behind it; the whole text where that fits. */
export function cutEnd(text: string, roomPx: number, measure: Measure): string {
  if (text.length <= mostCharacters && measure(text) <= roomPx) return text;
  const parts = Array.from(characters.segment(text.slice(0, mostCharacters)), ({ segment }) => segment);
  let [fits, most] = [0, parts.length];
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (measure(parts.slice(0, middle).join('') + sign) <= roomPx) fits = middle;
    else most = middle - 1;
  }
  return `${parts.slice(0, fits).join('').trimEnd()}${sign}`;
}

/** The end of a text that is not wider than `roomPx` with `…` before it, for paths, whose end tells most. */
export function cutStart(text: string, roomPx: number, measure: Measure): string {
  if (text.length <= mostCharacters && measure(text) <= roomPx) return text;
  const parts = Array.from(characters.segment(text.slice(-mostCharacters)), ({ segment }) => segment);
  let [left, most] = [0, parts.length];
  while (left < most) {
    const middle = Math.floor((left + most) / 2);
    if (measure(sign + parts.slice(middle).join('')) <= roomPx) most = middle;
    else left = middle + 1;
  }
  return `${sign}${parts
    .slice(left)
    .join('')
    .replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** Where a text may begin anew: behind what joins the parts of names, ARNs, paths and sentences. */
const joints = /[/:_\-.@=\s]+/g;

const endOfJoint = (text: string, upTo: number): number => {
  let end = 0;
  for (const found of text.matchAll(joints)) {
    const at = found.index + found[0].length;
    if (at > upTo || at >= text.length) break;
    end = at;
  }
  return end;
};

/** What all ARNs begin with up to what they name. */
const arnFront = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:+/;

function sharedLength(texts: readonly string[]): number {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) {
    let at = 0;
    while (at < length && other[at] === first[at]) at++;
    length = at;
  }
  return length;
}

const firstPart = (text: string): string => /^[^/:_\-.@=\s]*[/:_\-.@=\s]*/.exec(text)?.[0] ?? '';

function grouped(texts: Iterable<string>, by: (text: string) => string): readonly string[][] {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const group = groups.get(by(text));
    if (group) group.push(text);
    else groups.set(by(text), [text]);
  }
  return [...groups.values()];
}

/** How much of each text is left out at its front: what it has in common with others that begin alike. */
function frontsOf(texts: readonly string[]): Map<string, number> {
  const fronts = new Map<string, number>();
  for (const family of grouped(texts, firstPart)) {
    const common = family.length > 1 ? sharedLength(family) : 0;
    for (const text of family) {
      const front = Math.max(endOfJoint(text, common), arnFront.exec(text)?.[0].length ?? 0);
      fronts.set(text, front < shortestFront || front >= text.length ? 0 : front);
    }
  }
  return fronts;
}

/** The front of texts that look alike, cut: just before they begin to differ. */
function laterFront(text: string, alike: readonly string[], before: number): number {
  const differsAt = sharedLength(alike);
  const joint = endOfJoint(text, differsAt);
  const close = differsAt - joint <= 2 * beforeDifference ? joint : differsAt - beforeDifference;
  return Math.max(0, Math.min(Math.max(close, before + 1), text.length - 1));
}

const startOf = (text: string, front: number): number =>
  /^[\uDC00-\uDFFF]/.test(text.slice(front)) ? front + 1 : front;

/**
 * The texts of a list as they fit into `roomPx`, in its order. What does not fit loses what it has in common with others at
 * the front, which `…` stands for, and is then cut once, at the end. Different texts stay different.
 */
export function cutList(texts: readonly string[], roomPx: number, measure: Measure): readonly string[] {
  const distinct = [...new Set(texts)];
  const fits = (text: string): boolean => text.length <= mostCharacters && measure(text) <= roomPx;
  const long = distinct.filter((text) => !fits(text));
  const shown = new Map(distinct.map((text) => [text, text]));
  if (long.length === 0) return texts;
  const fronts = frontsOf(distinct);
  const draw = (text: string): void => {
    const front = startOf(text, fronts.get(text) ?? 0);
    shown.set(text, cutEnd(front === 0 ? text : sign + text.slice(front), roomPx, measure));
  };
  long.forEach(draw);
  // Each round leaves out more of those that still look alike, so this ends; nothing reads a list of more rounds.
  for (let round = 0; round < 20; round++) {
    const alike = grouped(shown.keys(), (text) => shown.get(text) ?? text).filter(({ length }) => length > 1);
    if (alike.length === 0) break;
    for (const group of alike)
      for (const text of group.filter((one) => !fits(one))) {
        fronts.set(text, laterFront(text, group, fronts.get(text) ?? 0));
        draw(text);
      }
  }
  return texts.map((text) => shown.get(text) ?? text);
}

const kept = new WeakMap<readonly string[], Map<string, ReadonlyMap<string, string>>>();

/** One text of a list as `cutList` cuts it. The whole list is cut once for all its lines, as long as it is the same list. */
export function cutOf(
  text: string,
  list: readonly string[],
  type: string,
  roomPx: number,
  measure: Measure,
): string {
  const rooms = kept.get(list) ?? new Map<string, ReadonlyMap<string, string>>();
  kept.set(list, rooms);
  const key = `${String(roomPx)} ${type}`;
  const known =
    rooms.get(key) ?? new Map(cutList(list, roomPx, measure).map((cut, at) => [list[at] ?? '', cut]));
  rooms.set(key, known);
  return known.get(text) ?? cutEnd(text, roomPx, measure);
}
