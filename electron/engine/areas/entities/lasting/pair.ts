import { allThings, type Thing } from '../../../../../shared/cloudtrail/lasting/state.ts';
import type { Move } from '../../../../../shared/cloudtrail/lasting/moves-of.ts';
import type { Change } from './changes.ts';
import { RecordingMoves, type RecordingMove } from './recording-moves.ts';

/** Something that lasted: what began it and what ended it, as far as both are here. */
export interface Lasted {
  readonly thing: Thing;
  readonly move: Move | RecordingMove;
  readonly from: Change | undefined;
  to: Change | undefined;
  /** Who made the target here, before. */
  readonly madeBy: string | null | undefined;
}

interface Step {
  readonly change: Change;
  readonly move: Move | RecordingMove;
  readonly thing: Thing;
}

const makes = (move: Move): boolean => move.group === 'made';

/** Pairs changes in the order of time with what ended them. */
class Pairs {
  readonly lines: Lasted[] = [];
  readonly #open = new Map<string, Lasted>();
  /** The keys of what is open, by state and target, and by target. */
  readonly #groups = new Map<string, Set<string>>();
  readonly #made = new Map<string, string | null>();
  /** What was closed in the moment that is looked at. */
  readonly #closed = new Set<string>();
  readonly #recording: RecordingMoves;

  constructor(logBuckets: ReadonlySet<string>) {
    this.#recording = new RecordingMoves(logBuckets);
  }

  /** Takes the changes of one moment: what ends something open comes first, then what begins, then what ends that again. */
  moment(changes: readonly Change[]): void {
    const steps = changes.flatMap((change) =>
      [...change.moves, ...this.#recording.of(change)].map((move) => ({ change, move })),
    );
    // What ends one thing comes before what ends its target, and what makes a target before what is done to it.
    const sorted = [...steps].sort((a, b) => Number(makes(a.move)) - Number(makes(b.move)));
    const ends = sorted
      .filter(({ move }) => move.way === 'ends')
      .flatMap(({ change, move }) => move.things.map((thing) => ({ change, move, thing })));
    const left = ends.filter((step) => !this.#end(step));
    for (const { change, move } of [...sorted].reverse()) {
      if (move.way === 'sets') this.#set(change, move);
      if (move.way === 'begins') for (const thing of move.things) this.#begin({ change, move, thing });
    }
    for (const step of left) if (!this.#end(step)) this.#endUnseen(step);
    this.#closed.clear();
  }

  #key({ change, move, thing }: Step, key = thing.key): string | undefined {
    if (thing.unique !== undefined) return `${move.state}\0${thing.unique}`;
    return change.targetKey === undefined ? undefined : `${move.state}\0${change.targetKey}\0${key}`;
  }

  #keysOf(group: string): readonly string[] {
    return [...(this.#groups.get(group) ?? [])];
  }

  /** Who made the target or the thing itself here; undefined when that is not seen. */
  #maker({ change, thing }: Step): string | null | undefined {
    const names = [change.targetKey, thing.unique, change.row.name ?? undefined];
    return names
      .map((name) => (name === undefined ? undefined : this.#made.get(name)))
      .find((by) => by !== undefined);
  }

  #begin(step: Step): void {
    const { change, move, thing } = step;
    const key = this.#key(step);
    if (key === undefined || this.#open.has(key)) return;
    if (makes(move)) {
      if (thing.unique !== undefined) this.#made.set(thing.unique, change.row.principal);
      if (thing.uniqueKind === undefined && change.targetKey !== undefined)
        this.#made.set(change.targetKey, change.row.principal);
    }
    const line: Lasted = { thing, move, from: change, to: undefined, madeBy: this.#maker(step) };
    this.lines.push(line);
    const aliases = (thing.aliases ?? []).flatMap((alias) => this.#key(step, alias) ?? []);
    for (const one of [key, ...aliases]) this.#open.set(one, line);
    for (const group of [`${move.state}\0${change.targetKey ?? ''}`, change.targetKey ?? ''])
      this.#join(group, [key, ...aliases]);
  }

  #join(group: string, keys: readonly string[]): void {
    const members = this.#groups.get(group) ?? new Set();
    for (const key of keys) members.add(key);
    this.#groups.set(group, members);
  }

  #close(key: string, by: Change): boolean {
    const line = this.#open.get(key);
    this.#open.delete(key);
    if (!line) return false;
    this.#closed.add(key);
    line.to ??= by;
    return true;
  }

  #closeAll(group: string, by: Change, keep: ReadonlySet<string> = new Set()): void {
    const keys = this.#keysOf(group);
    for (const key of keys) if (!keep.has(key)) this.#close(key, by);
    this.#groups.set(group, new Set(keys.filter((key) => keep.has(key))));
  }

  /** True when something open was ended, or nothing single was meant. What is gone takes all with it that was open on it. */
  #end(step: Step): boolean {
    const { change, move, thing } = step;
    const all = `${move.state}\0${change.targetKey ?? ''}`;
    if (thing.key === allThings) {
      this.#closeAll(all, change);
      return true;
    }
    const key = this.#key(step);
    const isEnded = key !== undefined && this.#close(key, change);
    if (makes(move) && thing.uniqueKind === undefined && thing.key === '' && change.targetKey !== undefined)
      this.#closeAll(change.targetKey, change);
    return isEnded;
  }

  #set(change: Change, move: Move | RecordingMove): void {
    const steps = move.things.map((thing) => ({ change, move, thing }));
    this.#closeAll(
      `${move.state}\0${change.targetKey ?? ''}`,
      change,
      new Set(steps.flatMap((step) => this.#key(step) ?? [])),
    );
    if (!('reason' in move)) for (const step of steps) this.#begin(step);
  }

  /** An end whose beginning is not here. On what was made here it is the end of what came with the making, and no line. */
  #endUnseen(step: Step): void {
    const key = this.#key(step);
    const madeBy = this.#maker(step);
    if (key === undefined || this.#closed.has(key) || madeBy !== undefined) return;
    const { thing, move, change } = step;
    this.lines.push({ thing, move, from: undefined, to: change, madeBy });
  }
}

/** All that lasted, by changes in the order of time. */
export function pairsOf(changes: readonly Change[], logBuckets: ReadonlySet<string>): readonly Lasted[] {
  const pairs = new Pairs(logBuckets);
  for (let at = 0; at < changes.length;) {
    const micros = changes[at]?.row.micros;
    let end = at;
    while (changes[end]?.row.micros === micros && end < changes.length) end += 1;
    pairs.moment(changes.slice(at, end));
    at = end;
  }
  return pairs.lines;
}
