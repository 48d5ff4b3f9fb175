/** The next line that starts with what was typed, from the one after `from`, around the end; -1 when there is none. */
export function typeAhead(labels: readonly string[], typed: string, from: number): number {
  const start = typed.length > 1 ? from : from + 1;
  for (let step = 0; step < labels.length; step += 1) {
    const at = (start + step + labels.length) % labels.length;
    if (labels[at]?.toLowerCase().startsWith(typed.toLowerCase())) return at;
  }
  return -1;
}

/** Letters typed in quick succession count as one word. */
const pauseMs = 700;

/** Collects what is typed on a list, letter by letter. */
export class Typing {
  #text = '';
  #at = 0;

  /** The word so far, with this letter. */
  add(event: Pick<KeyboardEvent, 'key' | 'timeStamp'>): string {
    this.#text = event.timeStamp - this.#at > pauseMs ? event.key : this.#text + event.key;
    this.#at = event.timeStamp;
    return this.#text;
  }
}

/** True for a key that writes a character, the space among them. */
export const isCharacter = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean =>
  event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
