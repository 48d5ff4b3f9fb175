import * as v from 'valibot';
import type { NoteChange } from '../../../../shared/annotations/change.ts';
import { noteColours } from '../../../../shared/annotations/colours.ts';
import { maxCommentLength } from '../../../../shared/annotations/limits.ts';
import { cleanTag } from '../../../../shared/annotations/tag.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const tag = v.pipe(
  text(1_000),
  v.check((one) => cleanTag(one) === one),
);
const id = v.pipe(text(64), v.minLength(1));

const isName = (value: unknown): boolean => typeof value === 'string' && value.length <= 2_000;
/** Names by account. Accounts come from records, which may say `__proto__` or `constructor`: `v.record` drops such keys. */
const identities = v.custom<Readonly<Record<string, readonly string[]>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((names) => Array.isArray(names) && names.every(isName)),
);

const isTime = (text: string): boolean => Number.isFinite(Date.parse(text));
const common = { id, at: v.pipe(text(40), v.isoTimestamp(), v.check(isTime)), by: text(1_000) };
const part = v.pipe(v.number(), v.integer(), v.minValue(1));
const named = {
  ...common,
  /** Event IDs by receiving account; an empty name for none. */
  events: v.optional(identities, {}),
  /** SHA-256 of the texts of records without an event ID, by receiving account. */
  records: v.optional(identities, {}),
  part: v.optional(part, 1),
  parts: v.optional(part, 1),
};

const lineSchema = v.variant('do', [
  v.object({ do: v.picklist(['star', 'unstar']), ...named }),
  v.object({ do: v.picklist(['tag', 'untag']), tag, ...named }),
  v.object({ do: v.literal('colour'), colour: v.nullable(v.picklist(noteColours)), ...named }),
  v.object({ do: v.literal('comment'), text: text(maxCommentLength), ...named }),
  v.object({ do: v.literal('edit'), change: id, text: text(maxCommentLength), ...common }),
  v.object({ do: v.picklist(['undo', 'redo']), change: id, ...common }),
]);

/** A line of annotations.jsonl as this version reads it. Keys it does not know are passed over. */
export type NoteLine = v.InferOutput<typeof lineSchema>;
/** A line that notes something about events, or takes it back. */
export type NamingLine = Extract<NoteLine, { readonly parts: number }>;

/** True for a line that names events. */
export const namesEvents = (line: NoteLine): line is NamingLine =>
  line.do !== 'edit' && line.do !== 'undo' && line.do !== 'redo';

/**
 * Reads a line: `unreadable` is no JSON object, `foreign` one that another version of Trailglass wrote, which stays in the
 * file and is passed over.
 */
export function readLine(written: string): NoteLine | 'foreign' | 'unreadable' {
  let json: unknown;
  try {
    json = JSON.parse(written);
  } catch {
    return 'unreadable';
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'unreadable';
  const parsed = v.safeParse(lineSchema, json);
  return parsed.success ? parsed.output : 'foreign';
}

/** What a naming line does, without whom and when. */
export function changeOf(line: NamingLine): NoteChange {
  switch (line.do) {
    case 'tag':
    case 'untag':
      return { do: line.do, tag: line.tag };
    case 'colour':
      return { do: 'colour', colour: line.colour };
    case 'comment':
      return { do: 'comment', text: line.text };
    default:
      return { do: line.do };
  }
}

/** Names of events as JSON text: a list of event IDs, or of record hashes, of one account. */
export interface NamedPiece {
  readonly account: string;
  readonly isByHash: boolean;
  /** A JSON array of texts. */
  readonly names: string;
  readonly count: number;
}

/** The start of every line: who did what, when. */
export interface LineHead {
  readonly id: string;
  readonly at: string;
  readonly by: string;
}

const byAccount = (pieces: readonly NamedPiece[]): string =>
  `{${pieces.map((piece) => `${JSON.stringify(piece.account)}:${piece.names}`).join(',')}}`;

/**
 * The lines of a change of events. Pieces must hold at most `perLine` names each; they are packed into as few lines as
 * hold no more than that, no account and kind twice on one line.
 */
export function changeLines(
  head: LineHead,
  change: NoteChange,
  pieces: readonly NamedPiece[],
  perLine: number,
): string[] {
  const packed: NamedPiece[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const last = packed.at(-1);
    const isTaken = last?.some((one) => one.account === piece.account && one.isByHash === piece.isByHash);
    if (!last || isTaken || room < piece.count) {
      packed.push([piece]);
      room = perLine - piece.count;
    } else {
      last.push(piece);
      room -= piece.count;
    }
  }
  return packed.map((own, index) => {
    const parts = packed.length > 1 ? { part: index + 1, parts: packed.length } : {};
    const start = JSON.stringify({ ...head, ...change, ...parts }).slice(0, -1);
    const events = own.filter((piece) => !piece.isByHash);
    const records = own.filter((piece) => piece.isByHash);
    return `${start}${events.length > 0 ? `,"events":${byAccount(events)}` : ''}${
      records.length > 0 ? `,"records":${byAccount(records)}` : ''
    }}`;
  });
}
