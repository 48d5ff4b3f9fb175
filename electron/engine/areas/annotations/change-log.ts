import { randomUUID } from 'node:crypto';
import type { NoteRecord } from '../../../../shared/contract/annotations.ts';
import type { NoteChange } from '../../../../shared/annotations/change.ts';
import { tagKey } from '../../../../shared/annotations/tag.ts';
import type { LineHead, NoteLine } from './annotation-line.ts';
import { changeOf, namesEvents } from './annotation-line.ts';
import type { ChangeRow } from './annotation-tables.ts';
import type { Slot } from './tables.ts';

/** A text that a comment was given later. */
interface Edit {
  readonly id: string;
  readonly atMicros: number;
  readonly author: string;
  readonly text: string;
}

/** One change of notes: what, by whom, when, and whether it still counts. */
export interface LoggedChange {
  readonly id: string;
  readonly number: number;
  readonly atMicros: number;
  readonly author: string;
  readonly change: NoteChange;
  events: number;
  isUndone: boolean;
  edit: Edit | null;
}

const slots: Readonly<Record<NoteChange['do'], Slot>> = {
  star: 'star',
  unstar: 'star',
  tag: 'tag',
  untag: 'tag',
  colour: 'colour',
  comment: 'comment',
};

const microsOf = (at: string): number => Date.parse(at) * 1_000;

/** Parts of a change that takes several lines, as far as they have been read. */
interface Parts {
  readonly number: number;
  readonly parts: number;
  readonly seen: Set<number>;
}

/** What a line is to the log. `isComplete` is false while lines of the same change are missing. */
export interface Taken {
  /** The change whose events the line names; null for a line that names none or was taken before. */
  readonly number: number | null;
  readonly isComplete: boolean;
}

/** All changes in the order of the file, in memory: few compared with the events they name. */
export class ChangeLog {
  readonly #byId = new Map<string, LoggedChange>();
  readonly #byNumber: LoggedChange[] = [];
  readonly #parts = new Map<string, Parts>();
  readonly #spelling = new Map<string, string>();

  withId(id: string): LoggedChange | undefined {
    return this.#byId.get(id);
  }

  numbered(number: number): LoggedChange | undefined {
    return this.#byNumber[number];
  }

  /** The tag as it was spelled first. */
  spelled(tag: string): string {
    return this.#spelling.get(tagKey(tag)) ?? tag;
  }

  /** Takes up a line of the file. A line that was taken before, as merged copies have them, is nothing new. */
  take(line: NoteLine): Taken {
    if (!namesEvents(line)) {
      this.#takeRemark(line);
      return { number: null, isComplete: true };
    }
    const known = this.#parts.get(line.id);
    if (known?.seen.has(line.part)) return { number: null, isComplete: known.seen.size === known.parts };
    const parts = known ?? this.#open(line, changeOf(line), line.parts);
    parts.seen.add(line.part);
    return { number: parts.number, isComplete: parts.seen.size === parts.parts };
  }

  /** Forgets changes of which lines are missing, and what only reading needs. */
  settle(): void {
    for (const [id, { seen, parts }] of this.#parts) {
      if (seen.size < parts) this.#byId.delete(id);
    }
    this.#parts.clear();
  }

  /** Adds a change that has just been written. */
  add(head: LineHead, change: NoteChange, events: number): LoggedChange {
    const { number } = this.#open(head, change, 1);
    this.#parts.delete(head.id);
    const logged = this.#byNumber[number];
    if (!logged) throw new Error('A change that was just added is missing');
    logged.events = events;
    return logged;
  }

  /** The rows of all changes that count, for the tables. */
  rows(): readonly ChangeRow[] {
    return this.#byNumber.filter((one) => this.#byId.get(one.id) === one).map((one) => this.row(one));
  }

  row({ number, atMicros, author, change, isUndone, edit, id }: LoggedChange): ChangeRow {
    const slot = slots[change.do];
    const base = { number, atMicros, author, slot, isUndone };
    switch (change.do) {
      case 'tag':
      case 'untag':
        return {
          ...base,
          slotKey: tagKey(change.tag),
          sets: change.do === 'tag',
          value: this.spelled(change.tag),
        };
      case 'colour':
        return { ...base, slotKey: '', sets: change.colour !== null, value: change.colour };
      case 'comment':
        return { ...base, slotKey: id, sets: true, value: edit?.text ?? change.text };
      default:
        return { ...base, slotKey: '', sets: change.do === 'star', value: null };
    }
  }

  /** The newest changes first. */
  newest(limit: number): NoteRecord[] {
    const records: NoteRecord[] = [];
    for (let at = this.#byNumber.length - 1; at >= 0 && records.length < limit; at--) {
      const one = this.#byNumber[at];
      if (!one || this.#byId.get(one.id) !== one) continue;
      const { id, author, atMicros, change, events, isUndone } = one;
      records.push({ id, author, atMicros, change, events, isUndone });
    }
    return records;
  }

  #open(head: LineHead, change: NoteChange, parts: number): Parts {
    const number = this.#byNumber.length;
    const logged: LoggedChange = {
      id: head.id,
      number,
      atMicros: microsOf(head.at),
      author: head.by,
      change,
      events: 0,
      isUndone: false,
      edit: null,
    };
    this.#byNumber.push(logged);
    this.#byId.set(head.id, logged);
    if (change.do === 'tag') {
      const key = tagKey(change.tag);
      if (!this.#spelling.has(key)) this.#spelling.set(key, change.tag);
    }
    const opened: Parts = { number, parts, seen: new Set() };
    this.#parts.set(head.id, opened);
    return opened;
  }

  #takeRemark(line: Exclude<NoteLine, { readonly parts: number }>): void {
    const about = this.#byId.get(line.change);
    if (!about) return;
    if (line.do === 'edit') {
      about.edit = { id: line.id, atMicros: microsOf(line.at), author: line.by, text: line.text };
    } else about.isUndone = line.do === 'undo';
  }
}

/** The start of a line written now. */
export const lineHead = (by: string): LineHead => ({ id: randomUUID(), at: new Date().toISOString(), by });
