import type { PanelKeys } from '../../services/feature.ts';

/** Keys that the panels of Explore read themselves. */
export const panelKeys: readonly PanelKeys[] = [
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
];
