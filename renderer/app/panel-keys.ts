import type { PanelKeys } from '../services/feature.ts';

/** Keys that grids read themselves, on whatever screen. */
export const gridKeys: readonly PanelKeys[] = [
  {
    panel: 'In the rows of a grid',
    keys: [
      { keys: 'Up Down', title: 'Row before, next row; also k and j' },
      { keys: 'Left Right', title: 'Cell before, next cell' },
      { keys: 'PageUp PageDown', title: 'A page up, a page down' },
      { keys: 'Home End', title: 'First and last cell of the row' },
      { keys: 'Ctrl+Home Ctrl+End', title: 'First and last row of all' },
      { keys: 'Enter', title: 'Open the row in the detail, or close it' },
      { keys: 'Space', title: 'Select the row; with Shift up to here' },
      { keys: 'Ctrl+A', title: 'Select all rows' },
      { keys: 'i x', title: 'Only this value, not this value' },
      { keys: 'c Shift+C', title: 'Copy the cell, the row as JSON' },
      { keys: 'Ctrl+C', title: 'Copy the selected rows as tab-separated text' },
      { keys: 'Ctrl+Shift+C Ctrl+Alt+C', title: 'Copy them as JSON, as Markdown' },
      { keys: 'Ctrl+Right Ctrl+Left', title: 'Open a folded line or a group, close it' },
      { keys: 'Shift+F10', title: 'Menu of the value (or right click)' },
      { keys: 'Alt+Down', title: 'Menu of the column' },
    ],
  },
  {
    panel: 'In the headers of a grid',
    keys: [
      { keys: 'Left Right', title: 'Column before, next column' },
      { keys: 'Enter', title: 'Sort by it; with Shift beside the sort there is' },
      { keys: 'Ctrl+Left Ctrl+Right', title: 'Move the column; also with Alt' },
      { keys: 'Shift+Left Shift+Right', title: 'Make it narrower, wider' },
      { keys: 'f p Delete', title: 'Fit the width, pin or unpin, hide' },
      { keys: 'Shift+F10', title: 'Menu of the column' },
      { keys: 'Down', title: 'To the rows' },
    ],
  },
];
