/** Keys that one kind of panel understands while it has the focus. */
export interface PanelKeys {
  readonly panel: string;
  readonly keys: readonly { readonly keys: string; readonly title: string }[];
}

/** What the sheet says beside the commands: panels read these keys themselves. */
export const panelKeys: readonly PanelKeys[] = [
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
  {
    panel: 'On the timeline',
    keys: [
      { keys: 'Left Right', title: 'Along the bars, or an edge of the range' },
      { keys: 'Enter', title: 'Choose the bar’s span, or the range as drawn' },
      { keys: 'Ctrl+Left Ctrl+Right', title: 'Move the whole range by a bar; by its length with [ and ]' },
      { keys: 'Delete', title: 'Drop the range' },
      { keys: 'Enter x', title: 'On a series or a lane: only these, not these' },
      { keys: 'Shift+F10', title: 'Menu of the bar or the lane (or right click)' },
    ],
  },
  {
    panel: 'On the filters in force',
    keys: [
      { keys: 'Left Right', title: 'Filter before, next filter' },
      { keys: 'Delete', title: 'Remove the filter' },
      { keys: '!', title: 'Turn it round' },
      { keys: 'Shift+F10', title: 'More for the filter' },
    ],
  },
  {
    panel: 'In a record as JSON',
    keys: [
      { keys: 'Up Down', title: 'Line before, next line' },
      { keys: 'Left Right', title: 'Fold, unfold' },
      { keys: 'F3 Shift+F3', title: 'Next match, match before; Enter in the search field' },
      { keys: 'c C', title: 'Copy the value, the path' },
      { keys: 'Shift+F10', title: 'Menu of the value' },
    ],
  },
  {
    panel: 'In compared events',
    keys: [
      { keys: 'd', title: 'Only differences, or everything' },
      { keys: 'c', title: 'Copy the cell' },
      { keys: 'Shift+F10', title: 'Menu of the value' },
    ],
  },
  {
    panel: 'In the SQL console',
    keys: [
      { keys: 'Ctrl+Space', title: 'Complete tables, columns, functions' },
      { keys: 'Ctrl+/', title: 'Make the line a comment, or no comment' },
      { keys: 'Tab', title: 'Indent; Escape first to leave the editor' },
      { keys: 'F2 Delete', title: 'On a tab: rename it, close it' },
    ],
  },
];
