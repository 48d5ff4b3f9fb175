import { plural } from '../../../../shared/words/counted.ts';
import { limits } from '../bytes/limits.ts';
import type { ByteSource } from '../bytes/read-file.ts';
import type { Unpacking } from './budget.ts';

/** A file inside an archive. Its name is a label and never becomes a path on this machine. */
export interface Member {
  readonly name: string;
  /** As the archive states it. */
  readonly sizeBytes: number;
  /** Its bytes, or why they cannot be had. */
  readonly content: ByteSource | { readonly refused: string };
  /** What a person must know about how the archive describes it. */
  readonly note?: string;
}

/**
 * Unpacks an archive member by member, within limits on their number and sizes; a member's source is to be used before
 * the next one is asked for. Throws `PackingError` for a damaged archive, after the members that could be had.
 */
export type OpenArchive = (source: ByteSource, unpacking: Unpacking) => AsyncIterable<Member>;

/** A member's name for people: control characters made visible, and no longer than anyone would write. */
export function memberLabel(name: string): string {
  const visible = name.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return `\\x${code}`;
  });
  const cut = visible.slice(0, limits.memberNameLength);
  return cut.length < visible.length ? `${cut}…` : cut || '(no name)';
}

/** A remark on what an archive holds besides files; undefined when there is nothing. */
export function passedOverNote(folders: number, links: number): string | undefined {
  const parts = [
    folders > 0 ? plural(folders, 'folder') : '',
    links > 0
      ? `${links.toLocaleString('en-US')} link${links === 1 ? '' : 's'} or device${links === 1 ? '' : 's'}`
      : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `Passed over inside: ${parts.join(' and ')}.` : undefined;
}
