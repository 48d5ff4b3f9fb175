import { sep } from 'node:path';

/** A ledger line that a removal concerns: of the source itself, or with the same content as one of its lines. */
export interface RemovalLine {
  readonly id: number;
  readonly memberOf: number | null;
  readonly sameAs: number | null;
  readonly path: string;
  readonly source: string;
  readonly isOfSource: boolean;
}

/** Where a line that stays belongs from now on. */
interface MovedLine {
  readonly id: number;
  readonly memberOf: number | null;
  readonly path: string;
  readonly source: string;
}

/** What becomes of the lines. */
export interface RemovalPlan {
  /** Lines that go. */
  readonly gone: readonly number[];
  /** For a line that goes: the line with the same content that takes over its records. */
  readonly heirs: ReadonlyMap<number, number>;
  /** Lines of the source that stay: below another source as well, or inside an archive another source holds too. */
  readonly moved: readonly MovedLine[];
}

const isBelow = (path: string, source: string): boolean =>
  path === source ||
  path.startsWith(source.endsWith(sep) ? source : source + sep) ||
  path.startsWith(`${source}!/`);

/** Decides for every line of a source whether it goes, and who takes over; pure, so that it can be looked at alone. */
export function planRemoval(lines: readonly RemovalLine[], remaining: readonly string[]): RemovalPlan {
  const own = lines.filter((line) => line.isOfSource).sort((a, b) => a.id - b.id);
  const moved = new Map<number, MovedLine>();
  for (const { id, memberOf, path } of own) {
    const source = remaining.find((other) => isBelow(path, other));
    if (source !== undefined) moved.set(id, { id, memberOf, path, source });
  }
  const twins = new Map<number, RemovalLine[]>();
  for (const line of lines) {
    if (line.sameAs !== null) twins.set(line.sameAs, [...(twins.get(line.sameAs) ?? []), line]);
  }
  const heirOf = (id: number): MovedLine | undefined => {
    const [first] = (twins.get(id) ?? [])
      .filter((twin) => !twin.isOfSource || moved.has(twin.id))
      .sort((a, b) => a.id - b.id);
    return first && (moved.get(first.id) ?? first);
  };
  takeOverMembers(own, moved, heirOf);
  const gone = own.filter(({ id }) => !moved.has(id)).map(({ id }) => id);
  const heirs = new Map<number, number>();
  for (const id of gone) {
    const heir = heirOf(id);
    if (heir) heirs.set(id, heir.id);
  }
  return { gone, heirs, moved: [...moved.values()] };
}

/** Members of an archive that another source holds too go on as members of that one; again until nothing more follows. */
function takeOverMembers(
  own: readonly RemovalLine[],
  moved: Map<number, MovedLine>,
  heirOf: (id: number) => MovedLine | undefined,
): void {
  const byId = new Map(own.map((line) => [line.id, line]));
  for (let before = -1; before < moved.size;) {
    before = moved.size;
    for (const line of own) {
      const archive = line.memberOf === null ? undefined : byId.get(line.memberOf);
      if (!archive || moved.has(line.id)) continue;
      const place = moved.get(archive.id) ?? heirOf(archive.id);
      if (!place) continue;
      const path = place.path + line.path.slice(archive.path.length);
      moved.set(line.id, { id: line.id, memberOf: place.id, path, source: place.source });
    }
  }
}
