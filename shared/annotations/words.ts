import type { NoteChange } from './change.ts';
import { plural } from '../words/counted.ts';

/** A change of notes in words, in the past: `Tagged 12 events “lead”`. */
export function changeInWords(change: NoteChange, events: number): string {
  const them = plural(events, 'event');
  switch (change.do) {
    case 'star':
      return `Starred ${them}`;
    case 'unstar':
      return `Took the star from ${them}`;
    case 'tag':
      return `Tagged ${them} “${change.tag}”`;
    case 'untag':
      return `Took the tag “${change.tag}” from ${them}`;
    case 'colour':
      return change.colour === null ? `Took the colour from ${them}` : `Coloured ${them} ${change.colour}`;
    case 'comment':
      return `Commented on ${them}`;
  }
}
