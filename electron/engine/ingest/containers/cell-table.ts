import type { Header } from '../record/header.ts';
import { tableContainer } from './table-container.ts';
import type { Item } from '../record/found.ts';
import { other } from './container.ts';
import { recordsInCells } from './records-in.ts';

const nothingHeld = other('table', 'Rows of a table without a CloudTrail record.');

/**
 * Any table that carries records in its cells, as databases, log viewers and queues export them: with or without names of
 * columns, of one column or many.
 */
export const cellTable = tableContainer({
  kind: 'cell-table',
  isOfAnyWidth: true,
  matches: (header, rows) => {
    if (isJsonTexts(header)) return false;
    const held = recordsInCells(header.cells);
    return rows().some(({ cells }) => held(cells).some(isKnown));
  },
  open: () => () => [nothingHeld],
});

/** Events of other clouds in cells are named as what they are. */
const isKnown = (item: Item): boolean =>
  'found' in item || ('other' in item && item.other.kind === 'other-cloud');

/** One text with escaped quotation marks a line is JSON as well. */
const isJsonTexts = ({ cells, dialect, isMissing }: Header): boolean =>
  isMissing === true && cells.length === 1 && dialect.escape === '\\';
