import { zonedText } from '../../../../shared/time/zone.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import type { CellText, CopyProblem } from '../../../grid/copy.svelte.ts';
import { formatCount } from '../../../kit/format.ts';
import { shownZone } from '../../../kit/zone.svelte.ts';

/** Times leave the grid as ISO text with the offset of the zone on screen, never as a count of microseconds. */
export const cellText: CellText = ({ id }, value) => {
  const isTime = fieldNamed(id)?.type === 'time' || id.startsWith('#first') || id.startsWith('#last');
  return isTime && typeof value === 'number' ? zonedText(value, shownZone.name) : value;
};

/** Why so many rows are not copied, and what to do instead. */
export const tooManyRows = ({ rows, limit }: CopyProblem): string =>
  `${formatCount(rows)} rows are too many for the clipboard; it takes ${formatCount(limit)}. Export writes any number of events to a file.`;
