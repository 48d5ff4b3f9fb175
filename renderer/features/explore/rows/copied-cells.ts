import { timeText } from '../../../../shared/words/time-text.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import type { CellText, CopyProblem } from '../../../grid/copy.svelte.ts';
import { formatCount } from '../../../kit/format.ts';

/** Times leave the grid as ISO text with their zone, never as a count of microseconds. */
export const cellText: CellText = ({ id }, value) => {
  const isTime = fieldNamed(id)?.type === 'time' || id.startsWith('#first') || id.startsWith('#last');
  return isTime && typeof value === 'number' ? timeText(value) : value;
};

/** Why so many rows are not copied, and what to do instead. */
export const tooManyRows = ({ rows, limit }: CopyProblem): string =>
  `${formatCount(rows)} rows are too many for the clipboard; it takes ${formatCount(limit)}. Export writes any number of events to a file.`;
