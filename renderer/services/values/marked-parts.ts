/** A stretch of a text, and whether it is what was looked for. */
export interface Part {
  readonly text: string;
  readonly isMarked: boolean;
}

/** The text cut at every place where what is looked for stands in it, ignoring letter case. */
export function markedParts(text: string, wanted: string): readonly Part[] {
  if (wanted === '') return [{ text, isMarked: false }];
  const [low, sought] = [text.toLowerCase(), wanted.toLowerCase()];
  // Some letters change their length with their case; offsets in one text are then none in the other.
  if (low.length !== text.length) return [{ text, isMarked: false }];
  const parts: Part[] = [];
  let from = 0;
  for (let at = low.indexOf(sought); at >= 0; at = low.indexOf(sought, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isMarked: false });
    parts.push({ text: text.slice(at, at + sought.length), isMarked: true });
    from = at + sought.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMarked: false });
  return parts;
}
