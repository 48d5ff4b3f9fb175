import { SvelteMap } from 'svelte/reactivity';
import { isCancelled } from '../../shared/bridge/errors.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { NoteMark, NotesSummary, NoteTarget } from '../../shared/contract/annotations.ts';
import type { NoteChange } from '../../shared/annotations/change.ts';
import { changeInWords } from '../../shared/annotations/words.ts';

/** Events that are chosen somewhere and can be noted together. */
export interface NoteSelection {
  readonly rows: number;
  /** Names the events, which may take a question to the engine. */
  readonly target: () => Promise<NoteTarget>;
}

/** What the person wants to note, before the text is there: on which events, and how to call them. */
export interface NoteAsking {
  readonly what: 'tag' | 'comment' | 'all';
  readonly target: () => Promise<NoteTarget>;
  /** `this event`, `15 selected events`. */
  readonly subject: string;
  /** The one event when it is one, so that its notes can be shown. */
  readonly eventId: string | null;
  /** Where a popover stands. */
  readonly anchor: HTMLElement | null;
}

/** The last change, which can be taken back. */
interface LastChange {
  readonly id: string;
  readonly words: string;
}

const noSummary: NotesSummary = { version: 0, events: 0, starred: 0, missing: 0, tags: [] };
const retryMs = 500;
const mostAtOnce = 2_000;
const mostKept = 6_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** The notes of the open workspace: how they stand, those of the events on screen, and what is being noted. */
export class Notes {
  readonly #engine: EngineClient;
  readonly #notify: (message: string, kind?: 'info' | 'error') => void;
  readonly #marks = new SvelteMap<string, NoteMark | null>();
  readonly #wanted = new Set<string>();
  #isAsking = false;
  #summary = $state.raw<NotesSummary>(noSummary);
  #last = $state.raw<LastChange | null>(null);
  #said = $state('');
  /** What the grid has selected; null for nothing beside the focused row. */
  selection = $state.raw<NoteSelection | null>(null);
  /** What is being asked of the person; null for nothing. */
  asking = $state.raw<NoteAsking | null>(null);

  constructor(engine: EngineClient, notify: (message: string, kind?: 'info' | 'error') => void) {
    this.#engine = engine;
    this.#notify = notify;
  }

  /** How the notes stand; its version counts up with every change. */
  get summary(): NotesSummary {
    return this.#summary;
  }
  /** The change that undoing takes back; null when there is none. */
  get last(): LastChange | null {
    return this.#last;
  }
  /** What was done last, for people who hear it. */
  get said(): string {
    return this.#said;
  }

  /** Follows the notes of the open workspace until the signal aborts, through restarts of the engine too. */
  async follow(signal: AbortSignal): Promise<void> {
    this.#clear();
    while (!signal.aborted) {
      try {
        await this.#engine('notes.watch', {}, { signal, onProgress: (summary) => this.#take(summary) });
      } catch (error) {
        if (isCancelled(error)) return;
        // The engine is starting again, or the workspace is being opened in it.
        await pause(retryMs, signal);
      }
    }
  }

  /** The notes of an event in short, null when it has none; undefined until they are known, which asking begins. */
  markOf(id: string): NoteMark | null | undefined {
    const mark = this.#marks.get(id);
    if (mark === undefined) this.#want(id);
    return mark;
  }

  /** Notes something; true when that is done or nothing had to be. Failures are told. */
  async change(target: NoteTarget, change: NoteChange, signal?: AbortSignal): Promise<boolean> {
    try {
      const done = await this.#engine('notes.change', { target, change }, signal ? { signal } : {});
      if (done.id === null) this.#say('There was nothing to change.');
      else {
        this.#last = { id: done.id, words: changeInWords(change, done.events) };
        this.#say(this.#last.words);
        if (done.events > 1) this.#notify(`${this.#last.words}. Press u to undo.`);
      }
      return true;
    } catch (error) {
      if (!isCancelled(error)) this.#tell(error);
      return false;
    }
  }

  /** Stars events; takes the stars away when all of them have one. */
  async toggleStar(target: NoteTarget): Promise<void> {
    try {
      const starred = await this.#engine('notes.change', { target, change: { do: 'star' } });
      if (starred.id === null) {
        await this.change(target, { do: 'unstar' });
        return;
      }
      this.#last = { id: starred.id, words: changeInWords({ do: 'star' }, starred.events) };
      this.#say(this.#last.words);
      if (starred.events > 1) this.#notify(`${this.#last.words}. Press u to undo.`);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Takes the last change back. */
  async undoLast(): Promise<void> {
    const last = this.#last;
    if (last) await this.undo(last.id, false, last.words);
  }

  /** Takes any change back, or does it again. */
  async undo(id: string, isRedo: boolean, words: string): Promise<void> {
    try {
      await this.#engine('notes.undo', { id, isRedo });
      this.#last = null;
      this.#notify(`${isRedo ? 'Done again' : 'Undone'}: ${words}`);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Gives a comment another text; true when that is done. */
  async editComment(id: string, text: string): Promise<boolean> {
    try {
      await this.#engine('notes.editComment', { id, text });
      this.#say('The comment was changed.');
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  #take(summary: NotesSummary): void {
    const isFirst = this.#summary.version === 0;
    this.#summary = summary;
    if (isFirst) return;
    for (const id of this.#marks.keys()) this.#wanted.add(id);
    this.#ask();
  }

  #want(id: string): void {
    if (this.#wanted.has(id)) return;
    this.#wanted.add(id);
    // Rows ask one by one while they are drawn: they are answered together.
    queueMicrotask(() => this.#ask());
  }

  #ask(): void {
    if (this.#isAsking || this.#wanted.size === 0) return;
    this.#isAsking = true;
    const ids = [...this.#wanted].slice(-mostAtOnce);
    this.#wanted.clear();
    void this.#load(ids).finally(() => {
      this.#isAsking = false;
      this.#ask();
    });
  }

  async #load(ids: string[]): Promise<void> {
    try {
      const found = new Map((await this.#engine('notes.of', { ids })).map((mark) => [mark.id, mark]));
      if (this.#marks.size > mostKept) this.#marks.clear();
      for (const id of ids) this.#marks.set(id, found.get(id) ?? null);
    } catch {
      // The rows show no notes; the next change of notes asks again.
      for (const id of ids) if (!this.#marks.has(id)) this.#marks.set(id, null);
    }
  }

  #clear(): void {
    this.#marks.clear();
    this.#wanted.clear();
    this.#summary = noSummary;
    this.#last = null;
    this.#said = '';
    this.selection = null;
    this.asking = null;
  }

  #say(words: string): void {
    // A message that is the same as the one before would not be heard again.
    this.#said = words === this.#said ? `${words}\u00a0` : words;
  }

  #tell(error: unknown): void {
    this.#notify(error instanceof Error ? error.message : String(error), 'error');
  }
}
