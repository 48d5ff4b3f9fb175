import { cutEnd } from './cut.ts';
import { measureIn, typeOf } from './measure.ts';

/** Of a value named within a menu, a step of the history or a message. */
const labelPx = 320;

/** A text as a part of a sentence of the interface, cut where it would fill a line by itself. `text` is safe to show. */
export const shortLabel = (text: string, roomPx = labelPx): string =>
  cutEnd(text, roomPx, measureIn(typeOf(document.body)));
