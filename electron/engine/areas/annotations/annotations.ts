import type { DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type {
  NoteRecord,
  NotesChanged,
  NotesSummary,
  NoteTarget,
} from '../../../../shared/contract/annotations.ts';
import type { EventNotes } from '../../../../shared/annotations/event-notes.ts';
import type { NoteChange } from '../../../../shared/annotations/change.ts';
import { idsPerLine, maxCommentedEvents, maxEventsPerChange } from '../../../../shared/annotations/limits.ts';
import { isNoteField } from '../../../../shared/fields/catalogue.ts';
import { cleanTag, tagKey } from '../../../../shared/annotations/tag.ts';
import { usesNotes } from '../../../../shared/annotations/reads-annotations.ts';
import type { Pool, Reader } from '../../db/pool.ts';
import { raw, type Sql } from '../../db/sql.ts';
import { LineFile } from '../../disk/line-file.ts';
import type { Cursors } from '../../ask/cursors.ts';
import { orderBy } from '../../ask/event-rows.ts';
import type { Folds } from '../../ask/folds.ts';
import { asPatternError } from '../../ask/pattern-error.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import type { Versions } from '../../derive/versions.ts';
import type { Part } from '../../part.ts';
import { serialised } from '../../workspace/files.ts';
import { layoutEntries } from '../../workspace/layout.ts';
import { userName } from '../../workspace/user-name.ts';
import { ChangeLog, lineHead, type LoggedChange } from './change-log.ts';
import { changeLines } from './annotation-line.ts';
import { NoteTables } from './annotation-tables.ts';
import { loadAnnotations } from './load-annotations.ts';
import { amongSpans, isAmong, notesOf, summaryOf } from './read-annotations.ts';

/** What the notes of a workspace need. */
export interface NotesOptions {
  /** annotations.jsonl, which need not be there; null when it is left out. */
  readonly path: string | null;
  readonly isReadOnly: boolean;
  readonly instance: DuckDBInstance;
  readonly pool: Pool;
  readonly cursors: Cursors;
  readonly folds: Folds;
  readonly versions: Versions;
}

/** A target with the costly parts of its question looked up. */
export type AnsweredTarget =
  | Extract<NoteTarget, { readonly kind: 'events' }>
  | (Exclude<NoteTarget, { readonly kind: 'events' }> & { readonly question: AnsweredQuestion });

/**
 * The notes of a workspace. annotations.jsonl is the one truth: every change is on the disk before it is answered, and the
 * tables that questions are asked of are made from it at opening.
 */
export class Notes {
  readonly #options: NotesOptions;
  readonly #tables: NoteTables;
  readonly #file: LineFile;
  readonly #inTurn = serialised();
  readonly #watchers = new Set<(summary: NotesSummary) => void>();
  #log = new ChangeLog();
  #notice: string | null = null;
  #isClosed = false;

  private constructor(options: NotesOptions, tables: NoteTables) {
    this.#options = options;
    this.#tables = tables;
    this.#file = new LineFile(options.path ?? '', {
      what: 'the notes',
      mostBytes: layoutEntries.annotations.mostBytes,
    });
  }

  /** Reads the notes of a workspace. What a crash cut off at the end of the file is set aside and told in `notice`. */
  static async open(options: NotesOptions): Promise<Notes> {
    const tables = await NoteTables.make(options.instance);
    const notes = new Notes(options, tables);
    try {
      await notes.#load();
      return notes;
    } catch (error) {
      tables.close();
      throw error;
    }
  }

  /** Said once at opening: a truncated end, or lines of another version. */
  get notice(): string | null {
    return this.#notice;
  }

  /**
   * Notes something about events. Errors: `workspace-locked` when read-only, `bad-params` for a tag that cannot be one or
   * for too many events, `data-changed` for rows that may have moved, `disk-full`, `not-writable`, `disk-failed`,
   * `cancelled`; then nothing was changed.
   */
  change(target: AnsweredTarget, wanted: NoteChange, signal: AbortSignal): Promise<NotesChanged> {
    this.#assertWritable();
    return this.#inTurn(async () => {
      const change = this.#cleaned(wanted);
      this.#assertUnmoved(target);
      const found = await this.#aim(target, signal);
      this.#assertUnmoved(target);
      assertNotTooMany(change, found);
      const events = found === 0 ? 0 : await this.#leaveOutUnchanged(change);
      if (events === 0) return { id: null, events };
      const head = lineHead(userName());
      const lines = changeLines(head, change, await this.#tables.pieces(idsPerLine), idsPerLine);
      await this.#file.append(lines);
      await this.#applied(async () => {
        const logged = this.#log.add(head, change, events);
        await this.#tables.apply(this.#log.row(logged));
      });
      return { id: head.id, events };
    });
  }

  /** Takes a change back as a whole, or does it again; answers how many events it is about. Errors: `not-found`, and as `change`. */
  undo(id: string, isRedo: boolean): Promise<{ events: number }> {
    this.#assertWritable();
    return this.#inTurn(async () => {
      const logged = this.#known(id);
      if (logged.isUndone !== isRedo) return { events: 0 };
      await this.#file.append([
        JSON.stringify({ ...lineHead(userName()), do: isRedo ? 'redo' : 'undo', change: id }),
      ]);
      await this.#applied(async () => {
        logged.isUndone = !isRedo;
        await this.#tables.setUndone(this.#log.row(logged));
      });
      return { events: logged.events };
    });
  }

  /** Gives a comment another text. Errors: `not-found`, and as `change`. */
  editComment(id: string, text: string): Promise<void> {
    this.#assertWritable();
    return this.#inTurn(async () => {
      const logged = this.#known(id);
      if (logged.change.do !== 'comment') throw noSuchNote();
      const head = lineHead(userName());
      await this.#file.append([JSON.stringify({ ...head, do: 'edit', change: id, text })]);
      await this.#applied(async () => {
        logged.edit = { id: head.id, atMicros: Date.parse(head.at) * 1_000, author: head.by, text };
        await this.#tables.setText(this.#log.row(logged), text);
      });
    });
  }

  /** Everything noted about these events, in the order asked. */
  read(ids: readonly string[], reader: Reader): Promise<EventNotes[]> {
    return notesOf(reader, this.#log, ids);
  }

  /** The newest changes first. */
  history(limit: number): NoteRecord[] {
    return this.#log.newest(limit);
  }

  /** Reports how the notes stand, now and after every change, until the signal aborts. */
  async watch(report: (summary: NotesSummary) => void, signal: AbortSignal): Promise<void> {
    this.#watchers.add(report);
    try {
      const version = this.#version;
      const summary = await summaryOf(this.#options.pool.reader('background'), version);
      // A change meanwhile tells of itself.
      if (version === this.#version) report(summary);
      if (signal.aborted) return;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    } finally {
      this.#watchers.delete(report);
    }
  }

  /** Finds the noted events again after the evidence changed. */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isClosed || this.#tables.isEmpty) return;
      await this.#tables.resolve();
      this.#tell();
    });
  }

  /** Waits for what is being written; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#isClosed = true;
      this.#tables.close();
    });
  }

  async #load(): Promise<void> {
    const { path, isReadOnly } = this.#options;
    const { log, notice } = await loadAnnotations({
      path,
      isReadOnly,
      file: this.#file,
      tables: this.#tables,
    });
    this.#log = log;
    this.#notice = notice ?? this.#notice;
  }

  /** What the text file has now becomes true of the tables; if that fails they are made from the file again. */
  async #applied(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      // The file has the change already: reading it again is what makes it true, and fails loudly when it cannot.
      await this.#load();
    }
    this.#tell();
  }

  #tell(): void {
    this.#options.versions.annotationsChanged();
    if (this.#watchers.size === 0) return;
    const version = this.#version;
    void summaryOf(this.#options.pool.reader('background'), version).then(
      (summary) => {
        if (version === this.#version) for (const report of this.#watchers) report(summary);
      },
      () => undefined,
    );
  }

  get #version(): number {
    return this.#options.versions.now.annotations;
  }

  async #aim(target: AnsweredTarget, signal: AbortSignal): Promise<number> {
    try {
      if (target.kind === 'question') return await this.#tables.aim(whereOf(target.question), signal);
      if (target.kind === 'events') {
        return await this.#tables.aim(isAmong(target.ids, raw('file_id, ordinal')), signal);
      }
      return await this.#lendRows(target, signal, (rows) =>
        this.#tables.aim(amongSpans(rows, target.spans), signal),
      );
    } catch (error) {
      throw asPatternError(error) ?? error;
    }
  }

  #lendRows<Result>(
    { question, sort, isFolded }: Extract<AnsweredTarget, { readonly kind: 'rows' }>,
    signal: AbortSignal,
    use: (rows: Sql) => Promise<Result>,
  ): Promise<Result> {
    const { cursors, folds } = this.#options;
    const descending = sort[0]?.descending ?? false;
    return isFolded
      ? folds.lendEvents({ question, descending }, signal, use)
      : cursors.lend(whereOf(question), orderBy(sort), signal, ({ table }) => use(table));
  }

  /** Events that have the note already keep who gave it and when; those without it have nothing to lose. */
  #leaveOutUnchanged(change: NoteChange): Promise<number> {
    switch (change.do) {
      case 'comment':
        return this.#tables.narrow('comment', '', null, 'without');
      case 'tag':
      case 'untag': {
        return this.#tables.narrow('tag', tagKey(change.tag), null, change.do === 'tag' ? 'without' : 'with');
      }
      case 'colour':
        return change.colour === null
          ? this.#tables.narrow('colour', '', null, 'with')
          : this.#tables.narrow('colour', '', change.colour, 'without');
      default:
        return this.#tables.narrow('star', '', null, change.do === 'star' ? 'without' : 'with');
    }
  }

  #cleaned(change: NoteChange): NoteChange {
    if (change.do !== 'tag' && change.do !== 'untag') return change;
    const tag = cleanTag(change.tag);
    if (tag === undefined) throw badTag();
    return { do: change.do, tag: this.#log.spelled(tag) };
  }

  #known(id: string): LoggedChange {
    const logged = this.#log.withId(id);
    if (!logged) throw noSuchNote();
    return logged;
  }

  #assertUnmoved(target: NoteTarget): void {
    if (target.kind !== 'rows') return;
    const { now } = this.#options.versions;
    const { versions } = target;
    if (versions.events !== now.events) throw rowsMoved('Evidence was added or removed');
    if (dependsOnNotes(target) && versions.annotations !== now.annotations)
      throw rowsMoved('Notes were changed');
  }

  #assertWritable(): void {
    if (!this.#options.isReadOnly) return;
    throw new AppError(
      'workspace-locked',
      'This workspace is open for reading only, so notes cannot be changed.',
    );
  }
}

/** True when rows of the answer move with the notes. */
const dependsOnNotes = ({ question, sort }: Extract<NoteTarget, { readonly kind: 'rows' }>): boolean =>
  usesNotes(question.filter) || sort.some(({ field }) => isNoteField(field));

const rowsMoved = (why: string): AppError =>
  new AppError(
    'data-changed',
    `${why} since these rows were chosen, and they may be others now. Nothing was noted; choose them again.`,
  );

function assertNotTooMany(change: NoteChange, events: number): void {
  const most = change.do === 'comment' ? maxCommentedEvents : maxEventsPerChange;
  if (events <= most) return;
  const what = change.do === 'comment' ? 'A comment can stand at' : 'One change can note';
  throw new AppError(
    'bad-params',
    `${what} ${most.toLocaleString('en-US')} events at most, and these are ${events.toLocaleString('en-US')}. Narrow the filter or the selection.`,
    { detail: { events, most } },
  );
}

const badTag = (): AppError =>
  new AppError(
    'bad-params',
    'This cannot be a tag: it needs one to a hundred visible characters without a comma.',
  );
const noSuchNote = (): AppError =>
  new AppError('not-found', 'That note is not there any more. It may have been removed in another window.');

/** The notes of a workspace, as its area keeps them. */
export const notesPart: Part<Notes> = {
  name: 'its notes',
  open: ({ folder, instance, pool, cursors, folds, versions }) =>
    Notes.open({
      ...{ instance, pool, cursors, folds, versions },
      path: folder.annotations,
      isReadOnly: folder.isReadOnly,
    }),
};
